import COpenBLAS

/// OpenBLAS, set up for our use of it.
enum BLAS {
    /// Whether OpenBLAS computes right products in this process; it is set up, and asked to multiply, the first time.
    ///
    /// It computes in the calling thread alone: the parallelism is ours, where whole steps are shared out.
    static let isCorrect: Bool = {
        openblas_set_num_threads(1)
        return MatrixProduct.isCorrect { $0.addByOpenBLAS() }
    }()

    /// Multiplications of a product up to which OpenBLAS has kernels that take the matrices as they are; otherwise it
    /// packs them first, the right one again for every strip of the left one that it is given.
    ///
    /// Up to now it has them for processors with AVX-512. 0 for the others.
    static let unpackedWork: Int = {
        let cores = ["SkylakeX", "Cooperlake", "SapphireRapids"]
        return cores.contains(coreName) ? 1_000_000 : 0
    }()

    /// The version, such as "0.3.21".
    static var version: String {
        // "OpenBLAS 0.3.21 DYNAMIC_ARCH …"
        let words = String(cString: openblas_get_config()).split(separator: " ")
        return words.count > 1 ? String(words[1]) : ""
    }

    /// The processor whose kernels OpenBLAS has chosen, such as "Haswell".
    static var coreName: String { String(cString: openblas_get_corename()) }
}

extension MatrixProduct {
    /// Computes the product by OpenBLAS.
    func addByOpenBLAS() {
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(depth), 1,
            left, Int32(depth), right, Int32(columns), 1, result, Int32(resultStride))
    }
}
