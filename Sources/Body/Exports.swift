@_exported public import PoiseGeometry
