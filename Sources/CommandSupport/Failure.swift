import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What went wrong, in a sentence, and the exit status that says of what kind it is.
package struct Failure: Error {
    /// The file or the option that it is about, as the user named it; `nil` where the reason says all.
    package let subject: String?
    /// What is wrong with it.
    package let reason: String
    package let status: Status

    /// The exit statuses of `sysexits.h` that are used.
    package struct Status: RawRepresentable, Equatable, Sendable {
        package let rawValue: Int32

        package init(rawValue: Int32) { self.rawValue = rawValue }

        package static let usage = Status(rawValue: 64)
        package static let badData = Status(rawValue: 65)
        package static let noInput = Status(rawValue: 66)
        package static let cannotCreate = Status(rawValue: 73)
        package static let inputOutput = Status(rawValue: 74)
        package static let tryAgain = Status(rawValue: 75)
        /// 128 and the number of the signal, as a shell reports it.
        package static var interrupted: Status { Status(rawValue: 128 + Interruption.signal) }
    }

    package init(_ subject: String?, _ reason: String, _ status: Status) {
        self.subject = subject
        self.reason = reason
        self.status = status
    }

    /// Returns the failure with a note of where what was done is, if that is not where the user named.
    ///
    /// - Parameter places: Paths of files; `nil` for one that has the name that the user gave.
    package func noting(_ places: [String?]) -> Failure {
        let named = places.compactMap(\.self)
        guard !named.isEmpty else { return self }
        return Failure(subject, "\(reason); what was done is in \(named.joined(separator: " and "))", status)
    }

    /// Says it on standard error, on one line.
    package func report() {
        let sentence = subject.map { "\($0): \(reason)" } ?? reason
        StandardError.write("poise: \(sentence.printable)\n")
    }
}

/// A command whose failures end in a sentence on standard error and an exit status.
package protocol PoiseSubcommand: ParsableCommand {
    func perform() throws(Failure)
}

extension PoiseSubcommand {
    package func run() throws {
        // Writing to a closed pipe is an error like others then, and not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        Interruption.prepare()
        do {
            try perform()
        } catch {
            error.report()
            throw ExitCode(error.status.rawValue)
        }
    }
}

/// The same for a command that waits.
package protocol AsyncPoiseSubcommand: AsyncParsableCommand {
    func perform() async throws(Failure)
}

extension AsyncPoiseSubcommand {
    package func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        Interruption.prepare()
        do {
            try await perform()
        } catch {
            error.report()
            throw ExitCode(error.status.rawValue)
        }
    }
}
