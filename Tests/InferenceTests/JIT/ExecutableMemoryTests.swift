import PoiseMachineCode
import Foundation
import PoiseInference
import Testing

/// Memory with code: it runs, is never writable and executable at once, and is freed with its object.
@Suite(.enabled(if: Processor.current.vectorWidth != nil, "needs generated code")) struct ExecutableMemoryTests {
    private typealias Function = @convention(c) (Int) -> Int

    /// Returns a function that adds a number to its argument, in several pages.
    private func code(adding number: Int) -> [UInt8] {
        var code = Assembler(width: .eight)
        code.move(.rax, .rdi)
        code.add(.rax, number)
        code.returnToCaller(usesVectors: false)
        code.align(to: 3 * 4096)
        return code.bytes
    }

    /// Returns the mappings of this process: addresses and permissions, such as `r-xp`.
    private func mappings() throws -> [(addresses: Range<UInt>, permissions: String)] {
        // The file has no size, so it is read up to its end.
        let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/maps"))
        let text = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        return try text.split(separator: "\n").map { line in
            let fields = line.split(separator: " ")
            let ends = try fields[0].split(separator: "-").map { try #require(UInt($0, radix: 16)) }
            return (ends[0]..<ends[1], String(fields[1]))
        }
    }

    @Test(arguments: ExecutableMemory.Method.allCases) func codeRunsAndCannotBeWritten(
        method: ExecutableMemory.Method
    ) throws {
        let memory = try #require(ExecutableMemory(code(adding: 42), methods: [method]))
        #expect(memory.function(at: 0, as: Function.self)(-2) == 40)
        #expect(memory.addresses.count == 3 * 4096)
        let mappings = try mappings()
        let own = mappings.filter { $0.addresses.overlaps(memory.addresses) }
        #expect(!own.isEmpty && own.allSatisfy { $0.permissions.hasPrefix("r-x") })
        #expect(!mappings.contains { $0.permissions.contains("w") && $0.permissions.contains("x") })
        withExtendedLifetime(memory) {}
    }

    @Test(arguments: ExecutableMemory.Method.allCases) func memoryGoesWithItsObject(
        method: ExecutableMemory.Method
    ) throws {
        // Another test may get the same addresses at the same time, hence the mark, which only this code has.
        let mark = Int(Int32.random(in: 1 << 24...Int32.max))
        var memory = ExecutableMemory(code(adding: mark), methods: [method])
        let start = try #require(memory?.addresses.lowerBound)
        // The kernel does the read: an unmapped address is an error instead of a fault.
        let process = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/mem"))
        func bytes() -> Data? {
            guard (try? process.seek(toOffset: UInt64(start))) != nil else { return nil }
            return try? process.read(upToCount: 16)
        }
        #expect(bytes() == Data(code(adding: mark).prefix(16)))
        withExtendedLifetime(memory) {}
        memory = nil
        #expect(bytes() != Data(code(adding: mark).prefix(16)))
    }

    @Test func withoutAnyMethodThereIsNone() {
        #expect(ExecutableMemory([0xC3], methods: []) == nil)
    }
}
