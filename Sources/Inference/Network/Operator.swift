/// The operator of a node. Feature maps are `[1, height, width, channels]`.
///
/// The set is closed: these are the operators of the BlazePose networks. To add an operator, add a case here; the
/// compiler then lists the places to complete.
public enum Operator: Sendable, Equatable {
    /// A convolution that connects every input channel to every output channel; weights
    /// `[outputs, height, width, inputs]`.
    case convolution(Convolution)
    /// A convolution of each channel by itself; weights `[1, height, width, channels]`.
    case depthwiseConvolution(Convolution)
    /// The sum of two tensors of equal shape, followed by the activation.
    case add(Activation)
    /// Zeros added around a tensor: the amounts before and after, for each dimension.
    case pad([PadAmount])
    /// The maximum of each window.
    case maxPool(Pooling)
    /// Bilinear upsampling with half-pixel centers (TensorFlow's `half_pixel_centers`, not `align_corners`).
    case resizeBilinear(Extent)
    /// Channels rearranged into blocks of pixels: from `[1, h, w, b*b*c]` to `[1, h*b, w*b, c]`.
    case depthToSpace(block: Int)
    /// The same elements under another shape.
    case reshape([Int])
    /// Tensors concatenated along a dimension.
    case concatenation(axis: Int)
    /// The logistic function 1 / (1 + e^-x) of each value.
    case logistic
}

/// A height and a width.
public struct Extent: Sendable, Hashable, Codable {
    /// Number of rows.
    public var height: Int
    /// Number of columns.
    public var width: Int

    /// Creates an extent from its sides.
    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }
}

/// The zeros added along one dimension.
public struct PadAmount: Sendable, Equatable, Codable {
    /// Number of zeros before the elements.
    public var before: Int
    /// Number of zeros after the elements.
    public var after: Int

    /// Creates an amount from its parts.
    public init(before: Int, after: Int) {
        self.before = before
        self.after = after
    }
}

/// The zeros around the input of a convolution.
public struct Padding: Sendable, Hashable, Codable {
    /// Number of rows above.
    public var top: Int
    /// Number of columns to the left.
    public var left: Int
    /// Number of rows below.
    public var bottom: Int
    /// Number of columns to the right.
    public var right: Int

    /// Creates padding from its sides, each 0 by default.
    public init(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) {
        self.top = top
        self.left = left
        self.bottom = bottom
        self.right = right
    }

    /// Returns TensorFlow's `SAME` padding, which makes the output ceil(input / stride).
    ///
    /// An odd pixel is added at the bottom and at the right.
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

/// The function applied to each value at the end of an operator.
public enum Activation: String, Sendable, Equatable, Codable {
    /// The identity.
    case none
    /// max(x, 0)
    case relu
    /// min(max(x, 0), 6)
    case relu6
}

/// The parameters of a convolution. Its kernel has the size of the weights.
public struct Convolution: Sendable, Equatable, Codable {
    /// Name of the constant that holds the weights.
    public var weights: String
    /// Name of the constant that holds the bias, one value per output channel.
    public var bias: String
    /// Step from one output pixel to the next.
    public var stride: Extent
    /// Zeros around the input.
    public var padding: Padding
    /// The activation applied to each output value.
    public var activation: Activation

    /// Creates a convolution from its parameters.
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
    /// Pixels around the input that the maximum of a window ignores.
    public var padding: Padding

    /// Creates a pooling from its parameters.
    public init(window: Extent, stride: Extent, padding: Padding) {
        self.window = window
        self.stride = stride
        self.padding = padding
    }
}
