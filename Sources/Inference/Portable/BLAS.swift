import CPoiseOpenBLAS

/// OpenBLAS, configured for Poise.
enum BLAS {
    /// Whether OpenBLAS computes correct products in this process. The first access configures it and runs the check.
    ///
    /// OpenBLAS computes in the calling thread alone; parallelism comes from sharing whole steps among threads.
    static let isCorrect: Bool = {
        openblas_set_num_threads(1)
        return MatrixProduct.isCorrect { $0.addByOpenBLAS() }
    }()

    /// The maximum number of multiplications of a product for which OpenBLAS has kernels that read the matrices in
    /// place; 0 for processors without such kernels.
    ///
    /// Up to now it has them for processors with AVX-512. For larger products it packs the matrices first, and packs
    /// the right matrix again for every strip of the left one.
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

    /// The processor whose kernels OpenBLAS uses, such as "Haswell".
    static var coreName: String { String(cString: openblas_get_corename()) }
}

extension MatrixProduct {
    /// Adds the product to the result with OpenBLAS.
    func addByOpenBLAS() {
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(depth), 1,
            left, Int32(depth), right, Int32(columns), 1, result, Int32(resultStride))
    }
}
