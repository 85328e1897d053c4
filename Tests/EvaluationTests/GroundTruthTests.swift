import PoiseEvaluation
import PoiseBody
import Testing

/// Ground truth files.
@Suite struct GroundTruthTests {
    private func truth(_ text: String) throws(GroundTruthError) -> GroundTruth {
        try GroundTruth(json: Array(text.utf8))
    }

    /// Returns the message of the error for a text.
    private func reason(_ text: String) -> String? {
        do {
            _ = try truth(text)
            return nil
        } catch { return "\(error)" }
    }

    @Test func peopleByPicture() throws {
        let truth = try truth(
            """
            {"a.jpg": [{"dataset": "x", "bbox": [10, 20, 30, 60], "area": 900.5,
                        "joints": {"left_knee": [1, 2, 2], "rightKnee": [3.5, 4], "nose": [5, 6, 0]},
                        "joints_3d_m": {"left_foot_index": [0.1, 0.2, 0.3]}}],
             "empty.jpg": []}
            """)
        #expect(truth.images.keys.sorted() == ["a.jpg", "empty.jpg"])
        let person = try #require(truth.images["a.jpg"]?.first)
        #expect(person.box == BoundingBox(left: 10, top: 20, right: 40, bottom: 80))
        #expect(person.size == 60 && person.area == 900.5)
        #expect(person.joints == [.leftKnee: PixelPoint(x: 1, y: 2), .rightKnee: PixelPoint(x: 3.5, y: 4)])
        #expect(person.world == [.leftFootIndex: WorldPoint(x: 0.1, y: 0.2, z: 0.3)])
        #expect(truth.images["empty.jpg"] == [])
    }

    private func coco(_ annotations: String, categories: String = "") -> String {
        """
        {"info": {}, "images": [{"id": 7, "file_name": "a.jpg", "height": 5}, {"id": 9, "file_name": "b.jpg"}],
         "annotations": [\(annotations)]\(categories)}
        """
    }

    /// Returns 17 joints at (1, 10), (2, 20), ...
    private func keypoints(label: Int) -> String {
        (1...17).map { "\($0), \(10 * $0), \(label)" }.joined(separator: ", ")
    }

    @Test func cocosAnnotations() throws {
        let truth = try truth(
            coco(
                """
                {"id": 1, "image_id": 7, "keypoints": [\(keypoints(label: 2))], "num_keypoints": 17, "area": 50.5,
                 "bbox": [1, 2, 3, 4], "iscrowd": 0, "category_id": 1},
                {"id": 2, "image_id": 7, "keypoints": [\(keypoints(label: 0))], "area": 5, "bbox": [1, 2, 0, 0]},
                {"id": 3, "image_id": 7, "keypoints": [\(keypoints(label: 1))], "area": 5, "bbox": [1, 2, 3, 3], "iscrowd": 1}
                """))
        let people = try #require(truth.images["a.jpg"])
        #expect(people.map(\.joints.count) == [17, 0, 0] && truth.images["b.jpg"] == [])
        #expect(people[0].area == 50.5 && people[0].size == 4)
        // Nose first, left shoulder sixth, right ankle last.
        #expect(people[0].joints[.nose] == PixelPoint(x: 1, y: 10))
        #expect(people[0].joints[.leftShoulder] == PixelPoint(x: 6, y: 60))
        #expect(people[0].joints[.rightAnkle] == PixelPoint(x: 17, y: 170))
    }

    @Test func cocosCategoriesNameTheKeypoints() throws {
        let truth = try truth(
            coco(
                #"{"image_id": 9, "keypoints": [1, 2, 2, 3, 4, 1], "bbox": [0, 0, 9, 9]}"#,
                categories: #", "categories": [{"keypoints": ["left_heel", "nose"]}]"#))
        let person = try #require(truth.images["b.jpg"]?.first)
        #expect(person.joints == [.leftHeel: PixelPoint(x: 1, y: 2), .nose: PixelPoint(x: 3, y: 4)])
        #expect(person.area == nil)
    }

    @Test(arguments: [
        ("", "this is not a ground truth: the text is not JSON"),
        ("{", "this is not a ground truth: the text is not JSON"),
        ("[]", "this is not a ground truth: the value has an unexpected type"),
        ("{}", "this is not a ground truth: there are no images"),
        (
            #"{"file": "a.png", "height": 2, "poses": [], "width": 2}"#,
            "this is not a ground truth: these are results of images, which have another format"
        ),
        (#"{"a": 5}"#, "image “a”: the value has an unexpected type"),
        (#"{"a": [{"joints": {}}]}"#, "image “a”, person 1: the field “bbox” is missing"),
        (#"{"a": [{"bbox": [1, 2, 3, 4]}]}"#, "image “a”, person 1: the field “joints” is missing"),
        (
            #"{"a": [{"bbox": [1, 2, 3], "joints": {}}]}"#,
            "image “a”, person 1, bbox: there are 3 numbers instead of 4"
        ),
        (#"{"a": [{"bbox": [1, 2, 0, 4], "joints": {}}]}"#, "image “a”, person 1, bbox is not positive"),
        (
            #"{"a": [{"bbox": [1, 2, 3, 4], "area": -1, "joints": {}}]}"#,
            "image “a”, person 1, area is not positive"
        ),
        (
            #"{"a": [{"bbox": [1, 2, 3, 4], "joints": {"tail": [1, 2]}}]}"#,
            "image “a”, person 1, joints: there is no joint named “tail”"
        ),
        (
            #"{"a": [{"bbox": [1, 2, 3, 4], "joints": {"nose": [1]}}]}"#,
            "image “a”, person 1, joint “nose”: there are 1 numbers instead of 2 or 3"
        ),
        (
            #"{"a": [{"bbox": [1, 2, 3, 4], "joints": {"nose": [1, NaN]}}]}"#,
            "this is not a ground truth: the text is not JSON"
        ),
        (
            #"{"a": [{"bbox": [1, 2, 3, 4], "joints": {"nose": [1, null]}}]}"#,
            "image “a”, person 1, joints, nose, number 2: the value is null, and one is needed"
        ),
        (
            #"{"a": [{"bbox": [1, 2, 3, 4], "joints": {"left_ear": [1, 2], "leftEar": [1, 2]}}]}"#,
            "image “a”, person 1: the joint “left_ear” occurs twice"
        ),
    ])
    func badFiles(text: String, sentence: String) {
        #expect(reason(text) == sentence)
    }

    @Test(arguments: [
        (
            #"{"image_id": 8, "keypoints": [], "bbox": []}"#,
            "annotation 1 refers to the image with the id 8, which is not listed"
        ),
        (#"{"image_id": 7, "bbox": []}"#, "annotations, element 1: the field “keypoints” is missing"),
        (
            #"{"image_id": 7, "keypoints": [1, 2, 2], "bbox": [1, 2, 3, 4]}"#,
            "annotation 1 (image “a.jpg”), keypoints: there are 3 numbers instead of 51"
        ),
    ])
    func badAnnotations(annotation: String, sentence: String) {
        #expect(reason(coco(annotation)) == sentence)
    }
}
