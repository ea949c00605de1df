import AWSCore
import AWSNames
import Foundation
import Testing

/// AWS's signing suite: every step of header and of query signing.
@Suite("SigV4 conformance")
struct SigV4Tests {
    @Test func `every step of every signature is AWS's own`() throws {
        guard let data = ConformanceData(suite: "sigv4") else { return }
        var report = ConformanceReport("sigv4")
        for name in try data.names(in: "sigv4") {
            let signing = try SigningCase(data, name)
            report.check("\(name) in header fields") {
                let signed = signing.signer.sign(
                    signing.request, payload: SigningPayload(signing.request.body),
                    credentials: signing.credentials, date: signing.date)
                try expect(signed, equals: "header", of: name, in: data)
            }
            report.check("\(name) in the query") {
                let signed = signing.signer.presign(
                    signing.request, payload: SigningPayload(signing.request.body),
                    credentials: signing.credentials, date: signing.date, expiresIn: signing.expiration)
                try expect(signed, equals: "query", of: name, in: data)
            }
        }
        report.finish()
    }

    private func expect(
        _ signed: RequestSigner.Signed, equals way: String, of name: String, in data: ConformanceData
    ) throws {
        func expected(_ step: String) throws -> String {
            try data.text("sigv4/\(name)/\(way)-\(step).txt").trimmingCharacters(in: .newlines)
        }
        try expectEqual(signed.canonicalRequest.text, expected("canonical-request"), "canonical request")
        try expectEqual(signed.stringToSign, expected("string-to-sign"), "string to sign")
        try expectEqual(signed.signature, expected("signature"), "signature")
        let sent = try RawRequest(expected("signed-request"))
        for field in sent.request.headers.fields {
            // Values on several lines are one field each, in the file as on the wire.
            let values = signed.request.headers.all(field.name)
            guard values.contains(field.value) else {
                throw ConformanceFailure("field \(field.name): got \(values), expected \(field.value)")
            }
        }
        let query = (signed.request.url.query ?? "").split(separator: "&").sorted()
        try expectEqual(query, (sent.request.url.query ?? "").split(separator: "&").sorted(), "query sent")
    }
}

private struct SigningCase {
    let signer: RequestSigner
    let request: HTTPRequest
    let credentials: Credentials
    let date: SigningDate
    let expiration: Int

    init(_ data: ConformanceData, _ name: String) throws {
        let context = try data.json("sigv4/\(name)/context.json")
        let timestamp = try #require(context["timestamp"].string)
        date = SigningDate(
            secondsSince1970: Int(try Date(timestamp, strategy: .iso8601).timeIntervalSince1970))
        expiration = try #require(context["expiration_in_seconds"].int)
        credentials = Credentials(
            accessKeyID: try #require(context["credentials"]["access_key_id"].string),
            secretAccessKey: Redacted(try #require(context["credentials"]["secret_access_key"].string)),
            sessionToken: context["credentials"]["token"].string.map { Redacted($0) })
        signer = RequestSigner(
            service: try #require(context["service"].string), region: try #require(context["region"].string),
            pathForm: context["normalize"].bool == true ? .encodedTwice : .encodedTwiceUnnormalized,
            sendsPayloadHash: context["sign_body"].bool == true)
        request = try RawRequest(data.text("sigv4/\(name)/request.txt")).request
    }
}

/// A request as it stands in a file: its target may hold raw spaces.
private struct RawRequest {
    let request: HTTPRequest

    init(_ text: String) throws {
        let halves = text.replacingOccurrences(of: "\r\n", with: "\n").split(
            separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = halves[0].split(separator: "\n")
        let first = lines.removeFirst().split(separator: " ")
        guard first.count >= 3, first.last == "HTTP/1.1" else { throw ConformanceFailure("not a request: \(text)") }
        let target = first.dropFirst().dropLast().joined(separator: " ")
        var headers: HTTPHeaders = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            headers.append(String(parts[0]), String(parts.count > 1 ? parts[1] : ""))
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let body = halves.count > 1 ? Array(halves[1].utf8) : []
        request = HTTPRequest(
            method: String(first[0]),
            url: HTTPURL(
                scheme: "https", host: headers["Host"] ?? "", path: String(parts[0]),
                query: parts.count > 1 ? String(parts[1]) : nil),
            headers: headers, body: body.isEmpty ? .none : .bytes(body))
    }
}
