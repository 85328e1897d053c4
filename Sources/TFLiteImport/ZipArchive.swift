import CPoiseZip

/// A zip archive in memory, read with libzip.
///
/// It supports what a `.task` bundle needs: members that are stored or deflated, and not encrypted.
struct ZipArchive: ~Copyable {
    /// Maximum number of members; more than any bundle has.
    static let memberLimit = 64
    /// Maximum unpacked size of a member, in bytes; the largest pose network has 30 million.
    static let sizeLimit = 256 << 20
    /// Maximum ratio of unpacked to packed size of a member: weights hardly shrink, while a zip bomb reaches 1000.
    static let expansionLimit = 100

    private let storage: UnsafeMutableRawBufferPointer
    private let archive: OpaquePointer

    /// Whether bytes begin like a zip archive, including one without members.
    static func isRecognized(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6])
    }

    init(_ bytes: [UInt8]) throws(ConversionError) {
        // libzip keeps a pointer to the bytes, which therefore need a stable address.
        let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        storage.copyBytes(from: bytes)
        do throws(ConversionError) {
            archive = try Self.open(UnsafeRawBufferPointer(storage))
            self.storage = storage
        } catch {
            storage.deallocate()
            throw error
        }
    }

    private static func open(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) -> OpaquePointer {
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, &error)
        guard let source, let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            throw .archive(String(cString: zip_error_strerror(&error)))
        }
        let count = Int(zip_get_num_entries(archive, 0))
        guard count <= memberLimit else {
            zip_discard(archive)
            throw .tooMany("members", count: count, limit: memberLimit)
        }
        return archive
    }

    deinit {
        zip_discard(archive)
        storage.deallocate()
    }

    /// Returns the unpacked bytes of a member.
    func contents(of member: String) throws(ConversionError) -> [UInt8] {
        var status = zip_stat_t()
        zip_stat_init(&status)
        guard zip_stat(archive, member, 0, &status) == 0 else { throw .missingMember(member) }
        guard Int32(status.encryption_method) == ZIP_EM_NONE else { throw .encryptedMember(member) }
        guard [ZIP_CM_STORE, ZIP_CM_DEFLATE].contains(Int32(status.comp_method)) else {
            throw .packedMember(member, method: Int(status.comp_method))
        }
        guard status.size <= Self.sizeLimit, status.size / UInt64(Self.expansionLimit) <= status.comp_size else {
            throw .largeMember(
                member, size: Int(clamping: status.size), packedSize: Int(clamping: status.comp_size))
        }
        return try read(member, index: status.index, size: Int(status.size))
    }

    /// Unpacks in pieces, so that a wrong size in the directory causes no allocation.
    private func read(_ member: String, index: UInt64, size: Int) throws(ConversionError) -> [UInt8] {
        guard let file = zip_fopen_index(archive, index, 0) else {
            throw .damagedMember(member, String(cString: zip_strerror(archive)))
        }
        defer { zip_fclose(file) }
        var contents: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Int(zip_fread(file, &piece, UInt64(piece.count)))
            guard count >= 0 else { throw .damagedMember(member, String(cString: zip_file_strerror(file))) }
            if count == 0 { break }
            contents += piece[..<count]
            guard contents.count <= size else { break }
        }
        guard contents.count == size else {
            throw .damagedMember(member, "its size is not the \(size) bytes that the directory states")
        }
        return contents
    }
}
