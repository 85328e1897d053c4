import ArgumentParser

/// A width and a height in pixels, written as `640x480`.
package struct SizeArgument: ExpressibleByArgument {
    package let width: Int
    package let height: Int

    package init?(argument: String) {
        let sides = argument.split(separator: "x").map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1] else { return nil }
        self.init(width: width, height: height)
    }

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    package var defaultValueDescription: String { "\(width)x\(height)" }
}
