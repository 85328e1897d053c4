/// The operator of a node. Feature maps are `[1, height, width, channels]`.
///
/// The set is closed: these are the operators of the BlazePose networks and of the correction in space. All read one tensor
/// except ``add(_:)`` and ``concatenation(axis:)``; tensors other than feature maps have one to five dimensions.
public enum Operator: Sendable, Hashable {
    /// A convolution of a feature map that connects every input channel to every output channel; weights
    /// `[outputs, height, width, inputs]`.
    case convolution(Convolution)
    /// A convolution of each channel of a feature map by itself; weights `[1, height, width, channels]`.
    case depthwiseConvolution(Convolution)
    /// The sum of two tensors of equal shape, followed by the activation.
    case add(Activation)
    /// Zeros added around a tensor: the amounts before and after, for each dimension.
    case pad([PadAmount])
    /// The maximum of each window of a feature map.
    case maxPool(Pooling)
    /// A feature map resampled to a height and a width, bilinearly with half-pixel centers (TensorFlow's
    /// `half_pixel_centers`, not `align_corners`).
    case resizeBilinear(Extent)
    /// Channels of a feature map rearranged into blocks of pixels: from `[1, h, w, b*b*c]` to `[1, h*b, w*b, c]`.
    case depthToSpace(block: Int)
    /// The columns of a feature map at offsets from each column, concatenated as channels: from `[1, h, w, c]` to
    /// `[1, h, w, offsets * c]`. Beyond the edges, the outermost column is repeated.
    ///
    /// Followed by a 1x1 convolution it is a convolution along the rows, with any dilation: for frames in time, `[-d, 0, d]`
    /// is a window of three frames, and `[-2 * d, -d, 0]` its causal form.
    case gatherColumns(offsets: [Int])
    /// The same elements, in the same order, under another shape.
    case reshape([Int])
    /// One or more tensors concatenated along a dimension, counted from 0; the other dimensions are equal.
    case concatenation(axis: Int)
    /// The logistic function 1 / (1 + e^-x) of each value of a tensor.
    case logistic
}

/// A height and a width, in pixels.
public struct Extent: Sendable, Hashable {
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
public struct PadAmount: Sendable, Hashable {
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
public struct Padding: Sendable, Hashable {
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
    /// - Parameters:
    ///   - input: Size of the input.
    ///   - kernel: Size of the kernel.
    ///   - stride: Step from one output pixel to the next, at least 1.
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
public struct Convolution: Sendable, Hashable {
    /// Name of the constant that holds the weights.
    public var weights: String
    /// Name of the constant that holds the bias, one value per output channel.
    public var bias: String
    /// Step from one output pixel to the next, in pixels of the input.
    public var stride: Extent
    /// Zeros around the input.
    public var padding: Padding
    /// The activation applied to each output value.
    public var activation: Activation

    /// Creates a convolution from its parameters, by default with stride 1, no padding and no activation.
    public init(
        weights: String, bias: String, stride: Extent = Extent(height: 1, width: 1), padding: Padding = Padding(),
        activation: Activation = .none
    ) {
        self.weights = weights
        self.bias = bias
        self.stride = stride
        self.padding = padding
        self.activation = activation
    }
}

/// The parameters of a pooling operator.
public struct Pooling: Sendable, Hashable {
    /// Size of the window.
    public var window: Extent
    /// Step from one output pixel to the next, in pixels of the input.
    public var stride: Extent
    /// Pixels around the input that the maximum of a window ignores.
    public var padding: Padding

    /// Creates a pooling from its parameters, by default without padding.
    public init(window: Extent, stride: Extent, padding: Padding = Padding()) {
        self.window = window
        self.stride = stride
        self.padding = padding
    }
}
