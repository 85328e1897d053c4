/// A convolution by generated code, cut into strips of rows or, where the image is too small for that, into panels of
/// output channels.
struct AssembledConvolution: Kernel {
    /// Some output vectors, and the code for them.
    struct Panel: Sendable {
        let function: ConvolutionEmitter.Function
        /// Where its weights begin in the packed ones.
        let weights: Int
        /// Where its output begins, counted from the value's origin.
        let output: Int
    }

    let code: ExecutableMemory
    let weights: AlignedMemory
    let panels: [Panel]
    /// Places of the first window, of the output's and of the addend's origin.
    let input: Int
    let output: Int
    let addend: Int
    /// Elements from a row of tiles to the next.
    let inputAdvance: Int
    let outputAdvance: Int
    /// Rows of tiles in all, and in a strip.
    let tileRows: Int
    let stripRows: Int

    /// Strips from which on strips alone keep all threads busy.
    private static let enoughStrips = 4

    private var stripCount: Int { (tileRows + stripRows - 1) / stripRows }
    private var sharesPanels: Bool { stripCount < AssembledConvolution.enoughStrips }

    var itemCount: Int { sharesPanels ? stripCount * panels.count : stripCount }

    func run(item: Int, memory: KernelMemory) {
        let strip = sharesPanels ? item / panels.count : item
        let selected = sharesPanels ? item % panels.count..<item % panels.count + 1 : 0..<panels.count
        let first = strip * stripRows
        let rows = min(stripRows, tileRows - first)
        let source = memory.values + (input + first * inputAdvance)
        for panel in panels[selected] {
            let target = first * outputAdvance + panel.output
            panel.function(
                source, weights.start + panel.weights, memory.values + (output + target),
                memory.values + (addend + target), rows)
        }
    }
}
