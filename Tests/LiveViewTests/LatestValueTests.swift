import PoiseLiveView
import Testing

@Suite("The latest value", .timeLimit(.minutes(5)))
struct NewestTests {
    @Test("A reader gets each value once, and a slow reader the newest")
    func order() async {
        let values = LatestValue<String>()
        values.put("a")
        let first = await values.next(after: nil)
        #expect(first?.value == "a")
        values.put("b")
        values.put("c")
        let second = await values.next(after: first?.number)
        #expect(second?.value == "c" && second?.number == 2)
        #expect(await values.next(after: nil)?.value == "c")
    }

    @Test("All waiting readers get the next value")
    func waiting() async {
        let values = LatestValue<Int>()
        await withTaskGroup { group in
            for _ in 0..<10 { group.addTask { await values.next(after: nil)?.value } }
            try? await Task.sleep(for: .milliseconds(20))
            values.put(7)
            for await value in group { #expect(value == 7) }
        }
    }

    @Test("After the end the last value is still returned, and then `nil`")
    func end() async {
        let values = LatestValue<Int>()
        async let waiting = values.next(after: nil)
        try? await Task.sleep(for: .milliseconds(20))
        values.put(1)
        values.end()
        #expect(await waiting?.value == 1)
        #expect(await values.next(after: nil)?.value == 1)
        #expect(await values.next(after: 0) == nil)
    }

    @Test("A canceled reader stops waiting")
    func cancellation() async {
        let values = LatestValue<Int>()
        let reader = Task { await values.next(after: nil)?.value }
        try? await Task.sleep(for: .milliseconds(20))
        reader.cancel()
        #expect(await reader.value == nil)
        let late = Task { () -> Int? in
            withUnsafeCurrentTask { $0?.cancel() }
            return await values.next(after: nil)?.value
        }
        #expect(await late.value == nil)
    }
}
