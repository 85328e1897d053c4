"""Writes the small models of this folder and the results expected of them.

    python3 -m venv /somewhere/venv && /somewhere/venv/bin/pip install flatbuffers ai-edge-litert numpy
    /somewhere/venv/bin/python make_models.py

The output is the same on every run. `expected.json` holds dense weights, and LiteRT's results with the models.
"""
import io
import json
import pathlib
import zipfile

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as S
from ai_edge_litert.interpreter import Interpreter, OpResolverType

HERE = pathlib.Path(__file__).parent
OP, TYPE = S.BuiltinOperator, S.TensorType
SAME, VALID = S.Padding.SAME, S.Padding.VALID
NONE, RELU, RELU6 = 0, 1, 3
rng = np.random.default_rng(7)


class Model:
    """A model under construction: each tensor and operator is a method call."""

    def __init__(self):
        self.model = S.ModelT()
        self.model.version = 3
        self.model.operatorCodes, self.model.buffers = [], [S.BufferT()]
        self.graph = S.SubGraphT()
        self.graph.tensors, self.graph.operators, self.graph.inputs, self.graph.outputs = [], [], [], []
        self.model.subgraphs = [self.graph]

    def tensor(self, name, shape, data=None, type=TYPE.FLOAT32, sparsity=None):
        t = S.TensorT()
        t.name, t.shape, t.type, t.buffer, t.sparsity = name, shape, type, 0, sparsity
        if data is not None:
            b = S.BufferT()
            b.data = np.frombuffer(data.tobytes(), np.uint8)
            self.model.buffers.append(b)
            t.buffer = len(self.model.buffers) - 1
        self.graph.tensors.append(t)
        return len(self.graph.tensors) - 1

    def integers(self, name, values):
        a = np.asarray(values, "<i4")
        return self.tensor(name, list(a.shape), a, TYPE.INT32)

    def floats(self, name, values):
        a = np.asarray(values, "<f4")
        return self.tensor(name, list(a.shape), a)

    def halves(self, name, values):
        """Adds half-precision numbers and the operator that widens them."""
        a = np.asarray(values).astype("<f2")
        stored = self.tensor(name, list(a.shape), a, TYPE.FLOAT16)
        wide = self.tensor(name + "_dequantize", list(a.shape))
        self.op(OP.DEQUANTIZE, [stored], [wide])
        return wide

    def op(self, code, inputs, outputs, options=None, kind=0, custom=None):
        o = S.OperatorT()
        codes = [(c.builtinCode, c.customCode) for c in self.model.operatorCodes]
        if (code, custom) not in codes:
            c = S.OperatorCodeT()
            c.builtinCode, c.deprecatedBuiltinCode, c.customCode, c.version = code, min(code, 127), custom, 1
            self.model.operatorCodes.append(c)
            codes.append((code, custom))
        o.opcodeIndex = codes.index((code, custom))
        o.inputs, o.outputs, o.builtinOptions, o.builtinOptionsType = inputs, outputs, options, kind
        self.graph.operators.append(o)
        return outputs[0]

    def conv(self, x, name, shape, weights, bias=None, stride=1, padding=SAME, activation=NONE, **more):
        o = S.Conv2DOptionsT()
        o.strideH = o.strideW = stride
        o.padding, o.fusedActivationFunction = padding, activation
        o.dilationHFactor = o.dilationWFactor = 1
        vars(o).update(more)
        return self.op(
            OP.CONV_2D, [x, weights] + ([] if bias is None else [bias]), [self.tensor(name, shape)], o,
            S.BuiltinOptions.Conv2DOptions)

    def bytes(self):
        b = flatbuffers.Builder(1024)
        b.Finish(self.model.Pack(b), b"TFL3")
        return bytes(b.Output())


def options(kind, **fields):
    o = getattr(S, kind + "OptionsT")()
    vars(o).update(fields)
    return o, getattr(S.BuiltinOptions, kind + "Options")


def random(*shape):
    return rng.standard_normal(shape)


def operators():
    """Returns a model with one of each operator."""
    m = Model()
    x = m.tensor("input_1", [1, 8, 8, 3])
    m.graph.inputs = [x]
    padded = m.op(
        OP.PAD, [x, m.integers("paddings", [[0, 0], [0, 1], [0, 1], [0, 0]])], [m.tensor("padded", [1, 9, 9, 3])],
        *options("Pad"))
    stem = m.conv(
        padded, "stem", [1, 4, 4, 4], m.halves("w1", random(4, 3, 3, 3)), m.halves("b1", random(4)), 2, VALID, RELU6)
    deep = m.op(
        OP.DEPTHWISE_CONV_2D, [stem, m.halves("w2", random(1, 3, 3, 4)), m.halves("b2", random(4))],
        [m.tensor("deep", [1, 4, 4, 4])],
        *options("DepthwiseConv2D", padding=SAME, strideH=1, strideW=1, depthMultiplier=1,
                 fusedActivationFunction=RELU, dilationHFactor=1, dilationWFactor=1))
    thin = m.conv(deep, "thin", [1, 4, 4, 4], m.floats("w3", random(4, 1, 1, 4)), m.floats("b3", random(4)))
    summed = m.op(
        OP.ADD, [stem, thin], [m.tensor("summed", [1, 4, 4, 4])], *options("Add", fusedActivationFunction=RELU))
    pooled = m.op(
        OP.MAX_POOL_2D, [summed], [m.tensor("pooled", [1, 2, 2, 4])],
        *options("Pool2D", padding=SAME, strideH=2, strideW=2, filterHeight=2, filterWidth=2))
    spread = m.op(
        OP.DEPTH_TO_SPACE, [pooled], [m.tensor("spread", [1, 4, 4, 1])], *options("DepthToSpace", blockSize=2))
    grown = m.op(
        OP.RESIZE_BILINEAR, [pooled, m.integers("size", [4, 4])], [m.tensor("grown", [1, 4, 4, 4])],
        *options("ResizeBilinear", halfPixelCenters=True))
    joined = m.op(
        OP.CONCATENATION, [summed, spread, grown], [m.tensor("joined", [1, 4, 4, 9])],
        *options("Concatenation", axis=-1))
    last = m.conv(joined, "last", [1, 2, 2, 2], m.halves("w4", random(2, 3, 3, 9)), m.halves("b4", random(2)), 2)
    flat = m.op(OP.RESHAPE, [last, m.integers("shape", [1, -1])], [m.tensor("Identity", [1, 8])])
    m.op(OP.TANH, [stem], [m.tensor("unused", [1, 4, 4, 4])])
    sigmoid = m.op(OP.LOGISTIC, [flat], [m.tensor("Identity_1", [1, 8])])
    m.graph.outputs = [flat, sigmoid]
    return m


def sparsity(dense, segments=S.SparseIndexVector.Uint8Vector, indices=S.SparseIndexVector.Uint8Vector):
    """Returns values and description of compressed rows of the innermost dimension; the other dimensions are dense."""
    vectors = {1: ("Int32Vector", np.int32), 2: ("Uint16Vector", np.uint16), 3: ("Uint8Vector", np.uint8)}

    def vector(kind, values):
        v = getattr(S, vectors[kind][0] + "T")()
        v.values = np.asarray(values, vectors[kind][1])
        return v

    rows = dense.reshape(-1, dense.shape[-1])
    filled = [np.flatnonzero(r) for r in rows]
    p = S.SparsityParametersT()
    p.traversalOrder = list(range(dense.ndim))
    p.dimMetadata = []
    for size in dense.shape:
        d = S.DimensionMetadataT()
        d.format, d.denseSize = S.DimensionType.DENSE, size
        p.dimMetadata.append(d)
    d.format, d.denseSize = S.DimensionType.SPARSE_CSR, 0
    d.arraySegmentsType, d.arraySegments = segments, vector(segments, np.cumsum([0] + [len(f) for f in filled]))
    d.arrayIndicesType, d.arrayIndices = indices, vector(indices, np.concatenate(filled))
    return rows[rows != 0].astype("<f2"), p


def sparse_weights(m, name, dense, **kinds):
    values, parameters = sparsity(dense, **kinds)
    shape = list(dense.shape)
    stored = m.tensor(name, shape, values, TYPE.FLOAT16, parameters)
    full = m.op(OP.DENSIFY, [stored], [m.tensor(name + "_dense", shape, None, TYPE.FLOAT16)])
    return m.op(OP.DEQUANTIZE, [full], [m.tensor(name + "_wide", shape)])


DENSE = [random(4, 1, 1, 6).astype("<f2"), random(3, 2, 2, 4).astype("<f2")]
for a in DENSE:
    a[rng.random(a.shape) < 0.5] = 0
DENSE[1][1] = 0


def sparse(change=lambda p: None):
    """Returns a model of two convolutions with sparse weights, with index vectors of all three kinds."""
    m = Model()
    x = m.tensor("input_1", [1, 3, 3, 6])
    m.graph.inputs = [x]
    first = m.conv(x, "first", [1, 3, 3, 4], sparse_weights(m, "w1", DENSE[0]), m.halves("b1", random(4)))
    second = m.conv(
        first, "Identity", [1, 2, 2, 3], sparse_weights(m, "w2", DENSE[1], segments=1, indices=2),
        m.halves("b2", random(3)), padding=VALID)
    m.graph.outputs = [second]
    change(next(t for t in m.graph.tensors if t.sparsity is not None).sparsity)
    return m


def plain(name="input_1", **more):
    """Returns a model of a single convolution: tensors 0 input, 1 weights, 2 output."""
    m = Model()
    x = m.tensor(name, [1, 4, 4, 2])
    y = m.conv(x, "Identity", [1, 4, 4, 2], m.floats("weights", np.ones((2, 1, 1, 2))), **more)
    m.graph.inputs, m.graph.outputs = [x], [y]
    return m


BAD = {}


def bad(f):
    BAD[f.__name__] = m = plain()
    f(m, m.graph, m.graph.tensors, m.graph.operators)


def bad_options(name, **fields):
    BAD[name] = plain(**fields)


def bad_sparsity(name, change):
    BAD[name] = sparse(change)


def after(m, code, inputs=(), shape=(1, 4, 4, 2), **kind):
    """Appends an operator to the convolution."""
    y = m.tensor("after", list(shape))
    (kind, fields), = kind.items() if kind else ((None, {}),)
    m.op(code, [2, *inputs], [y], *(options(kind, **fields) if kind else ()))
    m.graph.outputs = [y]


@bad
def unknown_operator(m, g, t, o):
    after(m, OP.TANH)


@bad
def custom_operator(m, g, t, o):
    y = m.tensor("after", [1, 4, 4, 2])
    m.op(OP.CUSTOM, [2], [y], custom="MyOperator")
    g.outputs = [y]


@bad
def code_beyond(m, g, t, o):
    o[0].opcodeIndex = 9


@bad
def dynamic_shape(m, g, t, o):
    t[0].shapeSignature = [-1, 4, 4, 2]


@bad
def negative_dimension(m, g, t, o):
    t[0].shape = [1, -4, 4, 2]


@bad
def zero_dimension(m, g, t, o):
    t[2].shape = [1, 0, 4, 2]


@bad
def huge_dimensions(m, g, t, o):
    t[1].shape = [2**31 - 1] * 4


@bad
def no_shape(m, g, t, o):
    t[0].shape = None


@bad
def many_dimensions(m, g, t, o):
    t[0].shape = [1] * 20


@bad
def forward_reference(m, g, t, o):
    after(m, OP.LOGISTIC)
    o.reverse()


@bad
def cyclic(m, g, t, o):
    o[0].inputs = [2, 1]


@bad
def made_twice(m, g, t, o):
    o.append(o[0])


@bad
def input_made(m, g, t, o):
    o[0].outputs = [0]
    g.outputs = [0]


@bad
def output_constant(m, g, t, o):
    g.outputs = [1]


@bad
def tensor_beyond(m, g, t, o):
    o[0].inputs = [0, 77]


@bad
def tensor_missing(m, g, t, o):
    o[0].inputs = [-1, 1]


@bad
def no_weights(m, g, t, o):
    o[0].inputs = [0]


@bad
def two_results(m, g, t, o):
    o[0].outputs = [2, m.tensor("second", [1])]


@bad
def many_inputs(m, g, t, o):
    o[0].inputs = [0] * 100


@bad
def buffer_beyond(m, g, t, o):
    t[1].buffer = 8


@bad
def buffer_length(m, g, t, o):
    m.model.buffers[1].data = m.model.buffers[1].data[:-1]


@bad
def external_data(m, g, t, o):
    m.model.buffers[1].data, m.model.buffers[1].offset, m.model.buffers[1].size = None, 100, 16


@bad
def weights_variable(m, g, t, o):
    t[1].buffer = 0


@bad
def weights_rank(m, g, t, o):
    t[1].shape = [2, 2]


@bad
def integer_tensor(m, g, t, o):
    t[0].type = TYPE.INT8


@bad
def quantized(m, g, t, o):
    q = S.QuantizationParametersT()
    q.scale, q.zeroPoint = [0.5], [3]
    t[0].quantization = q


@bad
def two_graphs(m, g, t, o):
    m.model.subgraphs = [g, g]


@bad
def no_graph(m, g, t, o):
    m.model.subgraphs = []


@bad
def old_version(m, g, t, o):
    m.model.version = 2


@bad
def same_name(m, g, t, o):
    t[2].name = "input_1"


@bad
def long_name(m, g, t, o):
    t[0].name = "x" * 1000


@bad
def no_name(m, g, t, o):
    t[0].name = None


@bad
def no_options(m, g, t, o):
    o[0].builtinOptions, o[0].builtinOptionsType = None, 0


@bad
def wrong_options(m, g, t, o):
    o[0].builtinOptions, o[0].builtinOptionsType = options("Add")


@bad
def multiplier(m, g, t, o):
    after(m, OP.DEPTHWISE_CONV_2D, [m.floats("w", np.ones((1, 1, 1, 4)))], (1, 4, 4, 4), DepthwiseConv2D=dict(
        padding=SAME, strideH=1, strideW=1, depthMultiplier=2, dilationHFactor=1, dilationWFactor=1))


@bad
def align_corners(m, g, t, o):
    after(m, OP.RESIZE_BILINEAR, [m.integers("s", [8, 8])], (1, 8, 8, 2), ResizeBilinear=dict(alignCorners=True))


@bad
def corner_pixels(m, g, t, o):
    after(m, OP.RESIZE_BILINEAR, [m.integers("s", [8, 8])], (1, 8, 8, 2), ResizeBilinear=dict())


@bad
def size_not_constant(m, g, t, o):
    after(m, OP.RESIZE_BILINEAR, [0], (1, 8, 8, 2), ResizeBilinear=dict(halfPixelCenters=True))


@bad
def negative_padding(m, g, t, o):
    after(m, OP.PAD, [m.integers("p", [[0, 0], [0, -1], [0, 0], [0, 0]])], (1, 3, 4, 2))


@bad
def short_padding(m, g, t, o):
    after(m, OP.PAD, [m.integers("p", [[0, 0], [0, 1]])], (1, 5, 4, 2))


@bad
def axis_beyond(m, g, t, o):
    after(m, OP.CONCATENATION, [2], (1, 8, 4, 2), Concatenation=dict(axis=4))


@bad
def wrong_reshape(m, g, t, o):
    after(m, OP.RESHAPE, [m.integers("s", [1, 31])], (1, 32))


@bad
def block_zero(m, g, t, o):
    after(m, OP.DEPTH_TO_SPACE, [], (1, 8, 8, 1), DepthToSpace=dict(blockSize=0))


@bad
def pool_without_window(m, g, t, o):
    after(m, OP.MAX_POOL_2D, [], (1, 2, 2, 2), Pool2D=dict(padding=SAME, strideH=2, strideW=2))


@bad
def dequantize_value(m, g, t, o):
    after(m, OP.DEQUANTIZE)


@bad
def densify_dense(m, g, t, o):
    o[0].inputs = [0, m.op(OP.DENSIFY, [1], [m.tensor("dense", [2, 1, 1, 2])])]
    o.reverse()


bad_options("dilation", dilationHFactor=2)
bad_options("activation", activation=4)
bad_options("stride_zero", stride=0)
bad_options("padding_unknown", padding=7)


def last(p):
    return p.dimMetadata[-1]


bad_sparsity("sparse_index_beyond", lambda p: last(p).arrayIndices.values.__setitem__(-1, 6))
bad_sparsity("sparse_index_repeated", lambda p: last(p).arrayIndices.values.__setitem__(1, last(p).arrayIndices.values[0]))
bad_sparsity("sparse_segments_decrease", lambda p: last(p).arraySegments.values.__setitem__(1, 200))
bad_sparsity("sparse_segments_start", lambda p: last(p).arraySegments.values.__setitem__(0, 1))
bad_sparsity("sparse_segments_short", lambda p: setattr(last(p).arraySegments, "values", last(p).arraySegments.values[:-1]))
bad_sparsity("sparse_values_missing", lambda p: setattr(last(p).arrayIndices, "values", last(p).arrayIndices.values[:-1]))
bad_sparsity("sparse_order", lambda p: setattr(p, "traversalOrder", [0, 2, 1, 3]))
bad_sparsity("sparse_blocks", lambda p: setattr(p, "blockMap", [0]))
bad_sparsity("sparse_dense_size", lambda p: setattr(p.dimMetadata[0], "denseSize", 5))
bad_sparsity("sparse_all_dense", lambda p: setattr(last(p), "format", 0))
bad_sparsity("sparse_few_dimensions", lambda p: setattr(p, "dimMetadata", p.dimMetadata[1:]))
bad_sparsity("sparse_no_indices", lambda p: (setattr(last(p), "arrayIndices", None), setattr(last(p), "arrayIndicesType", 0)))
BAD["sparse_huge"] = huge = sparse()
next(t for t in huge.graph.tensors if t.sparsity is not None).shape = [2**20, 1, 1, 2**20]


@bad
def sparse_expanding(m, g, t, o):
    """One or two weights that unpack to the maximum number of elements, so that the bias has no room."""
    size = 2**26
    weights = sparse_weights(m, "few", np.asarray([[[[1, 0, 2, 0]]]], "<f2"))
    for x in t[-3:] + [t[2]]:
        x.shape = [1, 1, 1, size]
    o.pop(0)
    t[0].shape = [1, 1, 1, size]
    m.op(OP.DEPTHWISE_CONV_2D, [0, weights], [2], *options(
        "DepthwiseConv2D", padding=SAME, strideH=1, strideW=1, depthMultiplier=1, dilationHFactor=1, dilationWFactor=1))


def compute(data, shape):
    """Returns the input, a ramp, and the outputs of LiteRT's reference kernels for it."""
    x = (np.arange(np.prod(shape)) % 17 / 8 - 1).astype("<f4").reshape(shape)
    it = Interpreter(
        model_content=data, experimental_op_resolver_type=OpResolverType.BUILTIN_REF)
    it.allocate_tensors()
    it.set_tensor(it.get_input_details()[0]["index"], x)
    it.invoke()
    outputs = {d["name"]: it.get_tensor(d["index"]).ravel().tolist() for d in it.get_output_details()}
    return {"input": x.ravel().tolist(), "outputs": outputs}


def bundle(members, method=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in members.items():
            z.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, method)
    return out.getvalue()


def main():
    def write(name, data):
        (HERE / name).write_bytes(data)
        return data

    one, two = write("operators.tflite", operators().bytes()), write("sparse.tflite", sparse().bytes())
    write("names.tflite", plain("conv1", bias=-1).bytes())
    for name, m in BAD.items():
        write(f"bad/{name}.tflite", m.bytes())

    detector, landmarks = "pose_detector.tflite", "pose_landmarks_detector.tflite"
    members = {detector: two, landmarks: one}
    stored = write("stored.task", bundle(members))
    write("deflated.task", bundle(members, zipfile.ZIP_DEFLATED))
    write("bad/bomb.task", bundle({detector: bytes(4 << 20), landmarks: one}, zipfile.ZIP_DEFLATED))
    write("bad/no_landmarks.task", bundle({detector: two}))
    write("bad/nested.task", bundle({detector: bundle({detector: two}), landmarks: one}))
    write("bad/bzip2.task", bundle(members, zipfile.ZIP_BZIP2))
    write("bad/many_members.task", bundle({f"{i}": b"" for i in range(100)}))
    write("bad/empty.task", bundle({}))

    checksum = bytearray(stored)
    checksum[stored.index(two) + 1000] ^= 1
    write("bad/checksum.task", checksum)
    encrypted = bytearray(stored)
    encrypted[6] |= 1
    encrypted[stored.index(b"PK\1\2") + 8] |= 1
    write("bad/encrypted.task", encrypted)
    # A directory that states a smaller size, and one that states a larger one, than the actual size.
    for name, size in (("understated", 100), ("overstated", 1 << 30)):
        z = bytearray(bundle(members, zipfile.ZIP_DEFLATED))
        directory = z.index(b"PK\1\2")
        z[directory + 24:directory + 28] = z[22:26] = size.to_bytes(4, "little")
        write(f"bad/{name}.task", z)

    expected = {
        "operators": compute(one, (1, 8, 8, 3)),
        "sparse": compute(two, (1, 3, 3, 6)) | {"weights": [a.astype(float).ravel().tolist() for a in DENSE]},
    }
    (HERE / "expected.json").write_text(json.dumps(expected) + "\n")


main()
