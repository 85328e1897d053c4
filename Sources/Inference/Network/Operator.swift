/// What a node of a network computes. Feature maps are `[1, height, width, channels]`.
///
/// A closed set: these are the operators of the BlazePose networks. Adding one is a case here, and the compiler lists
/// what is missing.
public enum Operator: Sendable, Equatable {
    /// A convolution with every input channel feeding every output channel; weights `[outputs, height, width, inputs]`.
    case convolution(Convolution)
    /// A convolution of each channel by itself; weights `[1, height, width, channels]`.
    case depthwiseConvolution(Convolution)
    /// The sum of two tensors of equal shape, then the activation.
    case add(Activation)
    /// Zeros put around a tensor: how many before and after, for each of its dimensions.
    case pad([PadAmount])
    /// The largest value in each window.
    case maxPool(Pooling)
    /// Bilinear enlargement with half-pixel centres (TensorFlow's `half_pixel_centers`, not `align_corners`).
    case resizeBilinear(Extent)
    /// Channels rearranged into blocks of pixels: `[1, h, w, b*b*c]` to `[1, h*b, w*b, c]`.
    case depthToSpace(block: Int)
    /// The same values under another shape.
    case reshape([Int])
    /// Tensors put one behind the other along a dimension.
    case concatenation(axis: Int)
    /// The logistic function 1 / (1 + e^-x) of each value.
    case logistic
}

/// A height and a width.
public struct Extent: Sendable, Hashable, Codable {
    /// Rows.
    public var height: Int
    /// Columns.
    public var width: Int

    /// An extent from its sides.
    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }
}

/// Zeros along one dimension.
public struct PadAmount: Sendable, Equatable, Codable {
    /// Zeros in front.
    public var before: Int
    /// Zeros behind.
    public var after: Int

    /// An amount from its parts.
    public init(before: Int, after: Int) {
        self.before = before
        self.after = after
    }
}

/// Zeros that a convolution sees around its input.
public struct Padding: Sendable, Hashable, Codable {
    /// Rows above.
    public var top: Int
    /// Columns to the left.
    public var left: Int
    /// Rows below.
    public var bottom: Int
    /// Columns to the right.
    public var right: Int

    /// Padding from its sides; none by default.
    public init(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) {
        self.top = top
        self.left = left
        self.bottom = bottom
        self.right = right
    }

    /// TensorFlow's `SAME` padding: as much as makes the output ceil(input / stride), the odd pixel below and right.
    public static func same(input: Extent, kernel: Extent, stride: Extent) -> Padding {
        func total(_ size: Int, _ kernel: Int, _ stride: Int) -> Int {
            max(((size + stride - 1) / stride - 1) * stride + kernel - size, 0)
        }
        let vertical = total(input.height, kernel.height, stride.height)
        let horizontal = total(input.width, kernel.width, stride.width)
        return Padding(
            top: vertical / 2, left: horizontal / 2, bottom: vertical - vertical / 2,
            right: horizontal - horizontal / 2)
    }
}

/// What is applied to each value at the end of an operator.
public enum Activation: String, Sendable, Equatable, Codable {
    /// Nothing.
    case none
    /// max(x, 0)
    case relu
    /// min(max(x, 0), 6)
    case relu6
}

/// The parameters of a convolution. The size of its kernel is that of its weights.
public struct Convolution: Sendable, Equatable, Codable {
    /// Name of the constant that holds the weights.
    public var weights: String
    /// Name of the constant that holds one value an output channel, added to each pixel.
    public var bias: String
    /// Step from one output pixel to the next.
    public var stride: Extent
    /// Zeros around the input.
    public var padding: Padding
    /// Applied to each output value.
    public var activation: Activation

    /// A convolution from its parameters.
    public init(weights: String, bias: String, stride: Extent, padding: Padding, activation: Activation) {
        self.weights = weights
        self.bias = bias
        self.stride = stride
        self.padding = padding
        self.activation = activation
    }
}

/// The parameters of a pooling operator.
public struct Pooling: Sendable, Equatable, Codable {
    /// Size of the window.
    public var window: Extent
    /// Step from one output pixel to the next.
    public var stride: Extent
    /// Pixels around the input that no window's maximum takes into account.
    public var padding: Padding

    /// A pooling from its parameters.
    public init(window: Extent, stride: Extent, padding: Padding) {
        self.window = window
        self.stride = stride
        self.padding = padding
    }
}
