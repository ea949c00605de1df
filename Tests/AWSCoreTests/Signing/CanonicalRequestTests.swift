import AWSCore
import Testing

@Suite("Canonical requests")
struct CanonicalRequestTests {
    private func canonical(
        _ path: String = "/", query: String? = nil, headers: HTTPHeaders = [:],
        form: CanonicalRequest.PathForm = .encodedTwice
    ) -> CanonicalRequest {
        CanonicalRequest(
            method: "GET", url: HTTPURL(scheme: "https", host: "example.com", port: 8443, path: path, query: query),
            headers: headers, payloadHash: "hash", pathForm: form)
    }

    private func lines(_ request: CanonicalRequest) -> [String] {
        request.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    // The cases of AWS's suite of 2015 that the present one leaves out.
    @Test(arguments: [
        ("/example/..", "/"), ("/example1/example2/../..", "/"), ("/./example", "/example"),
        ("//example//", "/example/"), ("//", "/"), ("/./", "/"), ("", "/"), ("/../../a", "/a"),
        ("/a/b/./c/", "/a/b/c/"),
    ])
    func `dot segments and repeated slashes are resolved`(path: String, expected: String) {
        #expect(lines(canonical(path))[1] == expected)
    }

    @Test func `what is encoded on the wire is encoded once more, except for S3`() {
        #expect(lines(canonical("/a%20b/c:d"))[1] == "/a%2520b/c%3Ad")
        #expect(lines(canonical("/a%20b//./c%3Ad", form: .asSent))[1] == "/a%20b//./c%3Ad")
    }

    @Test func `pairs are sorted by encoded name, then value, and a name alone gets an equals sign`() {
        #expect(lines(canonical(query: "b=2&a&b=10&B=1&a-b=3"))[2] == "B=1&a=&a-b=3&b=10&b=2")
        #expect(lines(canonical(query: ""))[2].isEmpty)
    }

    @Test func `fields are lower case, trimmed, joined and sorted, and the host has its port`() {
        let request = canonical(headers: ["X-B": "  two   words\t", "a": "1", "x-b": "3"])
        #expect(request.signedHeaders == "a;host;x-b")
        #expect(lines(request)[3...5] == ["a:1", "host:example.com:8443", "x-b:two words,3"])
    }

    @Test func `what proxies change is not signed`() {
        let request = canonical(headers: [
            "User-Agent": "drctl", "Connection": "close", "Expect": "100-continue", "X-Amzn-Trace-Id": "1",
            "Authorization": "no", "Accept": "yes",
        ])
        #expect(request.signedHeaders == "accept;host")
    }
}
