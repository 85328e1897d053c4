import Inference
import Testing
import TestSupport

@Test(arguments: ReferenceNetwork.allCases) func exact(network: ReferenceNetwork) throws {
    for photo in ReferenceNetwork.photos {
        let stored = try network.tensors(photo: photo).tensors
        let model = try network.load()
        let plan = try Plan(model)
        let r = try Session(plan).run(["input_1": stored["input"]!])
        for (n, t) in r.sorted(by: { $0.key < $1.key }) { let s = stored[n]!.values
            print("EXACT", plan.executor, network, photo, n, zip(t.values, s).count { $0 == $1 }, s.count, largestDifference(t.values, s)) }
    }
}
