import Landmarks

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ImageRecord {
    /// The record as JSON on one line, without a line break at its end. Equal records give equal text: keys are sorted
    /// and numbers rounded, pixels to 3 decimals, metres, radians and probabilities to 5, degrees to 2.
    ///
    ///     {"file":"a.jpg","height":480,"poses":[{"angleErrors":{"leftElbow":6.4,..},
    ///      "angles":{"leftElbow":171.2,..},"confidence":[0.97,..],"expectedError":[4.1,..],
    ///      "landmarks":[[x,y,z,visibility,presence],..],"presence":0.99,"quality":0.83,
    ///      "region":{"rotation":0,"size":400,"x":..,"y":..},"score":0.97,"world":[[x,y,z],..]}],"width":640}
    ///     {"error":"the file does not exist","file":"b.jpg"}
    ///
    /// Pixels for landmarks, `expectedError` and the region's middle and size, metres for `world`, radians for `rotation`, degrees for
    /// `angles` and `angleErrors`. `confidence`, `expectedError` and `quality` are left out where they are not known.
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

    /// Reads what ``jsonLine()`` wrote. Fields and angles of other names are passed over.
    ///
    /// `Landmark.isInsideImage` is not written; it follows from the coordinates and the picture's size. Nor are masks.
    /// - Throws: ``ImageRecordError`` when the text is something else.
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
