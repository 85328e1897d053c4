import PoiseBody

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ImageRecord {
    /// Returns the record as JSON on one line, without a final line break. Equal records give equal text: keys are
    /// sorted and numbers rounded, pixels to 3 decimals, meters, radians and probabilities to 5, degrees to 2.
    ///
    ///     {"file":"a.jpg","height":480,"poses":[{"angleErrors":{"leftElbow":6.4,..},
    ///      "angles":{"leftElbow":171.2,..},"confidence":[0.97,..],"expectedError":[4.1,..],
    ///      "landmarks":[[x,y,z,visibility,presence],..],"presence":0.99,"quality":0.83,
    ///      "region":{"rotation":0,"size":400,"x":..,"y":..},"score":0.97,"world":[[x,y,z],..]}],"width":640}
    ///     {"error":"the file does not exist","file":"b.jpg"}
    ///
    /// Units: pixels for landmarks, `expectedError` and the center and size of the region of interest, meters for
    /// `world`, radians for `rotation`, degrees for `angles` and `angleErrors`. `confidence`, `expectedError` and
    /// `quality` are omitted where they are unknown.
    /// - Throws: ``ImageRecordError/notFinite(name:)`` when a number is infinite or NaN.
    public func jsonLine() throws(ImageRecordError) -> String {
        let object = try JSONObject(self)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(object), as: UTF8.self)
        } catch {
            throw .malformed(reason: "\(error)")
        }
    }

    /// Decodes a record from the output of ``jsonLine()``. Unknown fields and angles are ignored.
    ///
    /// `Landmark.isInsideImage` is not stored; it follows from the coordinates and the image size. Masks are not stored
    /// either.
    /// - Throws: ``ImageRecordError`` when the text is not a record.
    public init(jsonLine line: String) throws(ImageRecordError) {
        let object: JSONObject
        do {
            let text = try JSONText.content(of: Array(line.utf8))
            object = try JSONDecoder().decode(JSONObject.self, from: Data(text))
        } catch let error as DecodingError {
            throw .malformed(reason: error.sentence)
        } catch {
            throw .malformed(reason: "\(error)")
        }
        self = try object.record()
    }
}
