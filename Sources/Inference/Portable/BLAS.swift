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
}
