import CPoiseFFmpeg

/// The color tags of a video, as code points of ITU-T H.273.
public struct VideoColor: Sendable, Hashable {
    /// The color primaries and the white point; 1 is BT.709, 9 BT.2020, 2 unspecified.
    public var primaries: Int
    /// The transfer curve from light to code values; 1 is BT.709, 16 PQ, 18 HLG, 2 unspecified.
    public var transfer: Int
    /// The matrix from RGB to luma and chroma; 1 is BT.709, 5 and 6 BT.601, 9 BT.2020, 2 unspecified.
    public var matrixCoefficients: Int
    /// The matrix with which RGB images are converted when they are written with these tags.
    var conversion = Conversion.bt601

    /// The matrices from RGB images to stored frames.
    enum Conversion: Sendable { case bt601, bt709 }

    /// The default of swscale for RGB: SMPTE 170M, the matrix of BT.601.
    public static let bt601 = VideoColor(primaries: 6, transfer: 6, matrixCoefficients: 6)

    /// Standard dynamic range of high definition, with its own matrix.
    static let bt709 = VideoColor(primaries: 1, transfer: 1, matrixCoefficients: 1, conversion: .bt709)

    init(primaries: Int, transfer: Int, matrixCoefficients: Int, conversion: Conversion = .bt601) {
        self.primaries = primaries
        self.transfer = transfer
        self.matrixCoefficients = matrixCoefficients
        self.conversion = conversion
    }

    init(_ frame: UnsafeMutablePointer<AVFrame>) {
        self.init(
            primaries: Int(frame.pointee.color_primaries.rawValue), transfer: Int(frame.pointee.color_trc.rawValue),
            matrixCoefficients: Int(frame.pointee.colorspace.rawValue))
    }

    /// Whether the transfer curve is one of high dynamic range: PQ (SMPTE ST 2084) or HLG (ARIB STD-B67).
    public var isHighDynamicRange: Bool { transfer == Self.pq || transfer == Self.hlg }

    static let pq = Int(AVCOL_TRC_SMPTE2084.rawValue)
    static let hlg = Int(AVCOL_TRC_ARIB_STD_B67.rawValue)

    /// The tags for writing images read from a video of these colors, so that they look like the video.
    ///
    /// Images are read with the matrix of BT.601 whatever the tags state; written with the same matrix, luma and chroma are
    /// restored, and the tags of the source are correct. High dynamic range was mapped to BT.709. Tags that name no matrix
    /// between RGB and chroma at half resolution are replaced.
    var written: VideoColor {
        if isHighDynamicRange { return .bt709 }
        let matrices =
            [AVCOL_SPC_BT709, AVCOL_SPC_UNSPECIFIED, AVCOL_SPC_FCC, AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M]
            + [AVCOL_SPC_SMPTE240M, AVCOL_SPC_BT2020_NCL]
        return matrices.contains(matrix) ? self : .bt601
    }

    var matrix: AVColorSpace { AVColorSpace(UInt32(clamping: matrixCoefficients)) }
}
