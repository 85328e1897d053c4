@_exported import PoiseBodyModel
@_exported import PoiseImaging
@_exported import PoiseBody
@_exported import PoiseMotion
@_exported import PoiseDrawing
@_exported import PoiseJSON
@_exported import PoiseVideoQuality
