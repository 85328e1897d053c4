import Inference
import Testing

@Test func placeholder() {}
