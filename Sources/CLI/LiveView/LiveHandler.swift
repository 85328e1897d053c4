import FlyingFox
import Foundation

/// The handler of HTTP requests.
struct LiveHandler: HTTPHandler {
    let address: LiveAddress
    let frames: LatestValue<LiveFrame>

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let host = request.headers[.host], address.allows(host: host) else {
            return text(.forbidden, "Only requests to the address itself or to localhost are allowed.\n")
        }
        guard request.method == .GET else { return text(.methodNotAllowed, "Only GET is supported.\n") }
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
            return text(.notFound, "Only /, /stream and /poses exist.\n")
        }
    }

    private func text(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
        response(status, "text/plain; charset=utf-8", HTTPBodySequence(data: Data(text.utf8)))
    }

    /// Returns a response that pages of other sites cannot embed and that is not cached.
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
