/// Our network file: safetensors with the graph as JSON in its metadata.
public enum NetworkFile {
    /// Reads a network from the bytes of a file.
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws -> Network { fatalError() }
    /// The bytes of a file that holds the network.
    public static func encode(_ network: Network) throws -> [UInt8] { fatalError() }
}
