import PoiseCommandSupport
import PoiseBenchmarkSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import PoiseLibC

/// The time and the memory of a whole `poise image` run, from the start of the program to its end.
struct FirstPose {
    let timing: Timing
    /// The peak memory of all runs, in bytes.
    let peakMemory: Int

    static func measure(_ path: String, threads: Int, runs: Int) throws(Failure) -> FirstPose {
        var peak = 0
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<runs {
            let start = clock.now
            peak = max(peak, try run(["poise", "image", "--quiet", "--threads", "\(threads)", "--", path]))
            times.append(clock.now - start)
        }
        return FirstPose(timing: Timing(times), peakMemory: peak)
    }

    /// Runs this program again with other arguments, discards its output and returns its peak memory, in bytes.
    private static func run(_ arguments: [String]) throws(Failure) -> Int {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        let environment = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
        var process = pid_t()
        let status = withCStrings(arguments) { arguments in
            withCStrings(environment) { environment in
                posix_spawn(&process, "/proc/self/exe", &actions, nil, arguments, environment)
            }
        }
        guard status == 0 else { throw Failure(nil, "the program cannot be started again", .inputOutput) }
        var end: Int32 = 0
        var usage = rusage()
        guard wait4(process, &end, 0, &usage) == process, end == 0 else {
            throw Failure(nil, "'poise image' failed", .inputOutput)
        }
        return Int(usage.ru_maxrss) * 1024
    }

    /// Calls a closure with the strings as a C array that ends with `NULL`.
    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
