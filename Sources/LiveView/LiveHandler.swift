import FlyingFox
import Foundation

/// Answers requests.
struct LiveHandler: HTTPHandler {
    let address: LiveAddress
    let frames: Newest<LiveFrame>

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let host = request.headers[.host], address.allows(host: host) else {
            return text(.forbidden, "Only requests to the address itself are answered, or to localhost.\n")
        }
        guard request.method == .GET else { return text(.methodNotAllowed, "There is nothing to do but to look.\n") }
        switch request.path {
        case "/":
            var response = response(.ok, "text/html; charset=utf-8", HTTPBodySequence(data: Data(LivePage.html.utf8)))
            response.headers[HTTPHeader("Content-Security-Policy")] = LivePage.policy
            return response
        case "/stream":
            return response(.ok, FrameBody.picturesType, HTTPBodySequence(from: FrameBody.pictures(frames)))
        case "/poses":
            return response(.ok, FrameBody.posesType, HTTPBodySequence(from: FrameBody.poses(frames)))
        default:
            return text(.notFound, "There are / and /stream and /poses.\n")
        }
    }

    private func text(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
        response(status, "text/plain; charset=utf-8", HTTPBodySequence(data: Data(text.utf8)))
    }

    /// An answer that other sites' pages cannot put on show, and nothing keeps.
    private func response(_ status: HTTPStatusCode, _ type: String, _ body: HTTPBodySequence) -> HTTPResponse {
        HTTPResponse(
            statusCode: status,
            headers: [
                .contentType: type, HTTPHeader("Cache-Control"): "no-store",
                HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
                HTTPHeader("X-Content-Type-Options"): "nosniff",
            ],
            body: body)
    }
}
