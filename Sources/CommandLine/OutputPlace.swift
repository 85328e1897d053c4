#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Media
import Poise

/// Where the pictures go that are made of input files: one file, or a folder with one file for each input.
struct OutputPlace {
    private let url: URL
    private let isFolder: Bool
    private let option: String
    private var taken: Set<String> = []
    private let inputs: [String]

    /// - Parameters:
    ///   - path: What the user named: a file, or a folder when it ends in a slash, is one, or there are several inputs.
    ///   - option: The option that named it, for messages.
    ///   - inputs: The input files, none of which is overwritten.
    init(_ path: String, option: String, inputs: [String]) throws(Failure) {
        let kind = PathKind(path)
        url = URL(filePath: path)
        isFolder = inputs.count > 1 || path.hasSuffix("/") || kind == .folder
        self.option = option
        self.inputs = inputs
        if isFolder {
            guard kind != .file else {
                throw Failure("\(option) \(path): several pictures need a folder, and this is a file", .usage)
            }
            do {
                try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            } catch {
                throw Failure("\(path): the folder cannot be made", .cannotCreate)
            }
        } else if ImageFileFormat(fileExtension: url.pathExtension) == nil {
            throw Failure("\(option) \(path): the name must end in .png or .jpg", .usage)
        }
    }

    /// Writes the picture made of an input.
    mutating func write(_ image: Image, madeOf input: String) throws(Failure) {
        let target = isFolder ? url.appending(path: freshName(for: input)) : url
        guard !inputs.contains(where: { isSameFile($0, target) }) else {
            throw Failure("\(option) \(target.path): this would overwrite an input", .usage)
        }
        do { try image.write(to: target) } catch { throw Failure(error) }
    }

    /// The input's name with `.png`; a number is added where two inputs have the same name.
    private mutating func freshName(for input: String) -> String {
        let stem = input == "-" ? "stdin" : URL(filePath: input).deletingPathExtension().lastPathComponent
        var name = stem + ".png"
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(stem)-\(number).png"
            number += 1
        }
        return name
    }

    private func isSameFile(_ input: String, _ target: URL) -> Bool {
        input != "-"
            && URL(filePath: input).standardizedFileURL.resolvingSymlinksInPath().path
                == target.standardizedFileURL.resolvingSymlinksInPath().path
    }
}

extension Failure {
    /// What reading or writing a picture failed with.
    init(_ error: MediaError) {
        let status: Status =
            switch error.kind {
            case .noInput: .noInput
            case .badData: .badData
            case .cannotWrite: .cannotCreate
            case .inputOutput: .inputOutput
            }
        self.init("\(error)", status)
    }
}
