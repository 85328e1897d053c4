@_exported import BlazePose
@_exported import Imaging
@_exported import Landmarks
@_exported import Motion
@_exported import Outputs
