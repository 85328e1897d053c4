import CPoiseTurboJPEG

// TurboJPEG declares its codes as enumerations and takes and returns them as `int`.

extension TJPF {
    var code: Int32 { Int32(rawValue) }
}

extension TJSAMP {
    var code: Int32 { Int32(rawValue) }
}

extension TJERR {
    var code: Int32 { Int32(rawValue) }
}
