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

    @Test(arguments: [
        ("ሴ=bar", "%E1%88%B4=bar"), ("name=größe&ä", "%C3%A4=&name=gr%C3%B6%C3%9Fe"), ("q=日本", "q=%E6%97%A5%E6%9C%AC"),
        ("q=a b", "q=a%20b"), ("q={\"x\"}", "q=%7B%22x%22%7D"), ("prefix=a/b:c&k=v=w", "k=v%3Dw&prefix=a%2Fb%3Ac"),
        ("q=%e1%88%b4%41", "q=%E1%88%B4A"), ("q=100%&r=%zz", "q=100%25&r=%25zz"), ("q=%FF", "q=%FF"),
        ("q=a%20b%2Fc~", "q=a%20b%2Fc~"),
    ])
    func `a query is signed as percent-encoded UTF-8, however it is written`(query: String, expected: String) {
        #expect(lines(canonical(query: query))[2] == expected)
    }

    @Test func `text that is not ASCII is encoded in S3's paths too, once`() {
        #expect(lines(canonical("/ሴ/a%20b", form: .asSent))[1] == "/%E1%88%B4/a%20b")
        #expect(lines(canonical("/größe key", form: .asSent))[1] == "/gr%C3%B6%C3%9Fe%20key")
        #expect(lines(canonical("/ሴ"))[1] == "/%E1%88%B4")
    }

    @Test(arguments: [
        ("value1\n  value2\n     value3", "value1 value2 value3"), ("a\r\n\tb", "a b"), (" \r\n a \t\n", "a"),
        ("x-other: 1\n  x-more: 2", "x-other: 1 x-more: 2"), ("a\tb", "a b"), ("a  b", "a b"), ("\n", ""),
    ])
    func `a value over several lines is signed as one line`(value: String, expected: String) {
        let request = canonical(headers: ["My-Header1": value])
        #expect(request.signedHeaders == "host;my-header1")
        #expect(lines(request)[3...4] == ["host:example.com:8443", "my-header1:\(expected)"])
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
