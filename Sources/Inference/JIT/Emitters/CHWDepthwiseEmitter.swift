import PoiseMachineCode

/// Emits a depthwise convolution in CHW layout, whose lanes are pixels, for some channels.
///
/// A tile is a column of vectors in some rows, one per row or two with stride 2, whose sums are in registers. Each
/// input row is loaded once for all rows of the tile that read it. With stride 2 all columns are computed and the even
/// ones kept: unaligned loads of every second pixel would cost more. The products of an output are added column by
/// column of the window, starting with the bias: the order of XNNPACK's kernels.
///
///     rdi  input, at the first window of the channel    r10  input of the tile     rbx  output of the tile
///     rsi  bias, weights by column and row              r11  list of tiles         rbp  mask of the tile
///     rdx  output, at the first pixel                   rax  tiles left            r12  addend of the tile
///     rcx  addend, at the first pixel                   r13  channels left
///     r8   mask, at the first pixel
///     r9   sixes, indices of even lanes, then for each tile the distances of its input and output in bytes
struct CHWDepthwiseEmitter: KernelEmitter {
    let input: CHWLayout
    let output: CHWLayout
    let window: Extent
    let stride: Int
    let tiles: CHWTiles
    let epilogue: TileEpilogue

    var lanes: Int { output.lanes }

    /// Input, weights, output, addend, mask, geometry, number of channels.
    typealias Function =
        @convention(c) (
            UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafePointer<Float>,
            UnsafePointer<Float>, UnsafePointer<Float>, Int
        ) -> Void

    /// Whether such a convolution is supported: stride 1 or 2, and windows that stay inside the border of zeros.
    static func accepts(_ convolution: Convolution, window: Extent, input: [Int], output: [Int]) -> Bool {
        let (stride, padding) = (convolution.stride, convolution.padding)
        let bottom = (output[1] - 1) * stride.height + window.height - padding.top - input[1]
        let right = (output[2] - 1) * stride.width + window.width - padding.left - input[2]
        return stride.height == stride.width && stride.height <= 2 && max(window.height, window.width) <= 5
            && max(padding.top, padding.left, bottom, right) <= CHWLayout.halo
    }

    init(
        input: CHWLayout, output: CHWLayout, window: Extent, stride: Int, epilogue: TileEpilogue
    ) {
        self.input = input
        self.output = output
        self.window = window
        self.stride = stride
        self.epilogue = epilogue
        // Registers hold the sums of all rows, a column of weights, an input, and the indices of even lanes.
        let registers = output.lanes == VectorWidth.eight.lanes ? 16 : 32
        tiles = CHWTiles(
            height: output.height, width: output.width, maximumRows: (registers - window.height - 2) / stride,
            lanes: output.lanes)
    }

    private func sum(_ row: Int, _ half: Int = 0) -> VectorRegister { VectorRegister(row * stride + half) }

    func emit(_ code: inout Assembler) {
        let saved: [GeneralRegister] = [.rbx, .rbp, .r12, .r13]
        for register in saved { code.push(register) }
        let stackArgument = 8 * (saved.count + 1)
        code.loadInteger(.r13, Address(.rsp, stackArgument))
        let bytes = code.width.bytes
        let indices = VectorRegister(code.width.registerCount - 1)
        if stride == 2 { code.load(indices, Address(.r9, bytes)) }

        let channel = code.here
        code.loadAddress(.r11, Address(.r9, 2 * bytes))
        code.move(.rax, tiles.count)
        let tile = code.here
        code.loadInteger(.r10, Address(.r11))
        code.loadInteger(.rbx, Address(.r11, 4))
        code.move(.rbp, .rbx)
        code.move(.r12, .rbx)
        code.add(.r10, .rdi)
        code.add(.rbx, .rdx)
        code.add(.rbp, .r8)
        code.add(.r12, .rcx)
        emitPrefetches(&code)
        emitSums(&code)
        if stride == 2 { keepEvenLanes(&code, indices) }
        emitResults(&code)
        code.add(.r11, 8)
        code.countDown(.rax, to: tile)

        code.add(.rdi, 4 * input.planeStride)
        code.add(.rsi, 4 * (1 + window.height * window.width))
        code.add(.rdx, 4 * output.planeStride)
        code.add(.rcx, 4 * output.planeStride)
        code.countDown(.r13, to: channel)
        for register in saved.reversed() { code.pop(register) }
        code.returnToCaller()
    }

    /// Prefetches the memory that the next channel's tile reads and writes.
    private func emitPrefetches(_ code: inout Assembler) {
        for row in 0..<tiles.rows * stride {
            for half in 0..<stride {
                code.prefetch(
                    Address(.r10, 4 * (input.planeStride + row * input.rowStride) + half * code.width.bytes))
            }
        }
        for row in 0..<tiles.rows {
            code.prefetch(Address(.rbx, 4 * (output.planeStride + row * output.rowStride)), toWrite: true)
        }
    }

    private func emitSums(_ code: inout Assembler) {
        let value = VectorRegister(tiles.rows * stride)
        func weight(_ row: Int) -> VectorRegister { VectorRegister(tiles.rows * stride + 1 + row) }

        code.broadcast(sum(0), Address(.rsi))
        for number in 1..<max(tiles.rows * stride, 1) { code.copy(VectorRegister(number), sum(0)) }
        for column in 0..<window.width {
            for row in 0..<window.height {
                code.broadcast(weight(row), Address(.rsi, 4 * (1 + column * window.height + row)))
            }
            for inputRow in 0..<(tiles.rows - 1) * stride + window.height {
                // The rows of the tile, and of the window, that read this row.
                let users = (0..<tiles.rows).map { (row: $0, tap: inputRow - $0 * stride) }
                    .filter { (0..<window.height).contains($0.tap) }
                guard !users.isEmpty else { continue }
                for half in 0..<stride {
                    let place = Address(.r10, 4 * (inputRow * input.rowStride + column + half * lanes))
                    if users.count == 1 {
                        code.multiplyAdd(sum(users[0].row, half), weight(users[0].tap), place)
                    } else {
                        code.load(value, place)
                        for user in users { code.multiplyAdd(sum(user.row, half), value, weight(user.tap)) }
                    }
                }
            }
        }
    }

    /// Gathers the even lanes of the two vectors of each row in the first one.
    private func keepEvenLanes(_ code: inout Assembler, _ indices: VectorRegister) {
        for row in 0..<tiles.rows {
            switch code.width {
            case .sixteen: code.permuteBoth(sum(row), indices: indices, sum(row, 1))
            case .eight:
                code.shuffle(sum(row), sum(row), sum(row, 1), lanes: (0, 2, 0, 2))
                code.permutePairs(sum(row), sum(row), pairs: (0, 2, 1, 3))
            }
        }
    }

    private func emitResults(_ code: inout Assembler) {
        let sums = (0..<tiles.rows).map { (register: sum($0), displacement: 4 * $0 * output.rowStride) }
        let spare = VectorRegister(tiles.rows * stride)
        epilogue.emit(&code, sums: sums, addend: .r12, six: Address(.r9), spare: spare)
        for (register, displacement) in sums {
            code.and(register, register, Address(.rbp, displacement))
            code.store(register, Address(.rbx, displacement))
        }
    }

    var instructionEstimate: Int { tiles.rows * stride * window.width * (2 * window.height + 2) }
}

/// The division of a plane into tiles: columns of vectors in some rows.
///
/// The last tiles overlap others where rows or columns do not divide evenly; they compute the same values again.
struct CHWTiles: Hashable {
    /// Number of rows in a tile.
    let rows: Int
    /// The first row and column of each tile.
    ///
    /// They are ordered so that the values a tile writes beyond the end of a row are overwritten by the tile with the
    /// correct values.
    let origins: [Origin]

    struct Origin: Hashable {
        let row: Int
        let column: Int
    }

    var count: Int { origins.count }

    init(height: Int, width: Int, maximumRows: Int, lanes: Int) {
        let bands = (height + maximumRows - 1) / maximumRows
        let rows = (height + bands - 1) / bands
        self.rows = rows
        let columns = width <= lanes ? [0] : (0..<(width + lanes - 1) / lanes).map { min($0 * lanes, width - lanes) }
        origins = (0..<bands).flatMap { band in
            columns.map { Origin(row: min(band * rows, height - rows), column: $0) }
        }
    }
}
