import Imaging
import Testing

@Test func placeholder() {}
