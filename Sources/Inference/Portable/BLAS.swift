import COpenBLAS

/// OpenBLAS, set up for our use of it.
enum BLAS {
    /// Sets it up, once a process, before the first product.
    ///
    /// It computes in the calling thread alone: the parallelism is ours, where whole steps are shared out.
    static func prepare() { _ = isPrepared }

    private static let isPrepared: Bool = {
        openblas_set_num_threads(1)
        return true
    }()

    /// Multiplications of a product up to which OpenBLAS has kernels that take the matrices as they are; otherwise it
    /// packs them first, the right one again for every strip of the left one that it is given.
    ///
    /// Up to now it has them for processors with AVX-512. 0 for the others.
    static let unpackedWork: Int = {
        let cores = ["SkylakeX", "Cooperlake", "SapphireRapids"]
        return cores.contains(String(cString: openblas_get_corename())) ? 1_000_000 : 0
    }()
}
