import ArgumentParser

import PoiseLibC

/// An error message of one sentence, with the exit status of the command.
package struct Failure: Error {
    /// The file or the option that failed, as the user named it; `nil` if the reason is complete without it.
    package let subject: String?
    /// The cause of the failure, in words.
    package let reason: String
    package let status: Status

    /// The exit statuses of `sysexits.h` that the commands use.
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

    /// Returns the failure with a note that names partial output files.
    ///
    /// - Parameter places: The paths of the partial files; `nil` for an output that has the name that the user gave.
    package func noting(_ places: [String?]) -> Failure {
        let named = places.compactMap(\.self)
        guard !named.isEmpty else { return self }
        return Failure(subject, "\(reason); what was done is in \(named.joined(separator: " and "))", status)
    }

    /// Writes the failure to standard error, on one line.
    package func report() {
        let sentence = subject.map { "\($0): \(reason)" } ?? reason
        StandardError.write("poise: \(sentence.printable)\n")
    }
}

/// A command that reports a failure as one sentence on standard error and an exit status.
package protocol PoiseSubcommand: ParsableCommand {
    func perform() throws(Failure)
}

extension PoiseSubcommand {
    package func run() throws {
        // With SIGPIPE ignored, writing to a closed pipe is an error like any other instead of the end of the process.
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

/// An asynchronous command that reports a failure as one sentence on standard error and an exit status.
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
