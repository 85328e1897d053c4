@_exported import PoiseBodyModel
@_exported import PoiseImaging
@_exported import PoiseBody
@_exported import PoiseMotion
@_exported import PoiseOutputs
