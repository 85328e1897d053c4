import Imaging
import Inference

/// Fills a network's input with a part of a picture.
struct PictureInput: InputFiller {
    let image: Image
    /// From pixels of the input to places in the picture.
    let map: ProjectiveMap
    let sampler: Sampler

    func fill(_ rows: InputRows) {
        for row in rows.range {
            sampler.sample(
                image, through: map, row: row, into: UnsafeMutableBufferPointer(start: rows[row], count: rows.length))
        }
    }
}
