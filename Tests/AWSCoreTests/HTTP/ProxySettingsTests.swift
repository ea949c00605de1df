import AWSNames
import Testing

@testable import AWSCore

/// What the AWS CLI decides: the expected values are botocore's own, asked with the same variables.
@Suite("Proxies by the environment")
struct ProxySettingsTests {
    private static let rds = "https://rds.eu-west-1.amazonaws.com"

    private func route(_ environment: [String: String], _ url: String = rds) throws -> ProxySettings.Route {
        ProxySettings(environment: environment).route(to: try #require(HTTPURL(url)))
    }

    private func proxy(_ environment: [String: String], _ url: String = rds) throws -> String? {
        switch try route(environment, url) {
        case .direct: nil
        case .proxy(let url): url.secret
        case .unusable(let variable): "unusable: \(variable)"
        }
    }

    @Test(
        arguments: [
            (["HTTPS_PROXY": "http://p:1"], rds, "http://p:1"), (["https_proxy": "http://p:1"], rds, "http://p:1"),
            (["https_proxy": "http://low:1", "HTTPS_PROXY": "http://up:1"], rds, "http://low:1"),
            (["https_proxy": "", "HTTPS_PROXY": "http://up:1"], rds, nil), (["HTTPS_PROXY": ""], rds, nil),
            (["HTTPS_proxy": "http://p:1", "https_PROXY": "http://q:1"], rds, "http://p:1"),
            (["https_PROXY": "http://p:1"], rds, "http://p:1"),
            (["ALL_PROXY": "http://p:1", "all_proxy": "http://p:1"], rds, nil),
            (["HTTP_PROXY": "http://p:1"], rds, nil),
            (["HTTP_PROXY": "http://p:1"], "http://localhost:5000", "http://p:1"),
            (["http_proxy": "http://p:1"], "http://169.254.169.254", "http://p:1"),
            (["HTTP_PROXY": "http://p:1", "REQUEST_METHOD": "GET"], "http://h", nil),
            (["http_proxy": "http://p:1", "REQUEST_METHOD": "GET"], "http://h", "http://p:1"),
        ] as [([String: String], String, String?)])
    func `the variable of the request's scheme counts, lower case before upper case`(
        environment: [String: String], url: String, expected: String?
    ) throws {
        #expect(try proxy(environment, url) == expected)
    }

    @Test(arguments: [
        ("p:1", "http://p:1"), ("//p:1", "http://p:1"), ("http://p", "http://p:80"), ("https://p", "https://p:443"),
        ("http://u:p%40@p:1/", "http://u:p%40@p:1"), ("http://u@p:1", "http://p:1"), ("http://:w@p:1", "http://p:1"),
        ("http://[fd00::1]:8080", "http://[fd00::1]:8080"),
    ])
    func `a proxy's URL may lack its scheme, and its port is the scheme's`(text: String, expected: String) throws {
        #expect(try proxy(["HTTPS_PROXY": text]) == expected)
    }

    @Test(arguments: ["socks5://p:1", "https:p", "http://", "http://p:x", "http://p q:1", "socks5h://u:w@p:1"])
    func `what is no HTTP proxy is refused by the variable's name, and its password is not shown`(text: String) throws {
        #expect(try route(["https_proxy": text]) == .unusable(variable: "https_proxy"))
        #expect(try route(["HTTPS_PROXY": text, "NO_PROXY": "amazonaws.com"]) == .direct)
        #expect(!"\(ProxySettings(environment: ["HTTPS_PROXY": "http://u:hush@p:1"]))".contains("hush"))
    }

    @Test func `the variables that count are among the settings in force, without passwords`() throws {
        let environment = [
            "HTTPS_PROXY": "http://user:hush@p:1", "http_proxy": "user:hush@p:2", "HTTP_PROXY": "http://other",
            "NO_PROXY": "localhost", "ALL_PROXY": "http://p:3",
        ]
        let facts = try ClientConfiguration(sources: .init(environment: environment, files: .memory([:]))).facts
        let proxies = facts.filter { $0.name.hasSuffix("_proxy") }
        #expect(proxies.map(\.name) == ["https_proxy", "http_proxy", "no_proxy"])
        #expect(proxies.map(\.value) == ["http://****@p:1", "****@p:2", "localhost"])
        #expect(proxies.map(\.origin.description) == ["HTTPS_PROXY", "http_proxy", "NO_PROXY"])
    }

    @Test(arguments: [
        ("*", rds, true), (" * ", rds, false), ("*,a", rds, false), ("amazonaws.com", rds, true),
        (".amazonaws.com", rds, true), ("..amazonaws.com", rds, true), ("*.amazonaws.com", rds, false),
        ("aws.com", rds, false), ("RDS.EU-WEST-1.AMAZONAWS.COM", rds, true), ("", rds, false), (",", rds, false),
        (".", rds, false), (" a , rds.eu-west-1.amazonaws.com ", rds, true),
        ("a rds.eu-west-1.amazonaws.com", rds, false), ("rds.eu-west-1.amazonaws.com:443", rds, false),
        ("rds.eu-west-1.amazonaws.com:443", rds + ":443", true),
        ("10.0.0.7:5000", "http://10.0.0.7:5000", true), ("10.0.0.7:5000", "http://10.0.0.7:5001", false),
        ("10.0.0.7", "http://10.0.0.7:5000", true), ("10.0.0.0/8", "http://10.0.0.7", false),
        ("10.", "http://10.0.0.7", false), ("0.0.7", "http://10.0.0.7", true), ("[::1]", "http://[::1]:5000", true),
        ("::1", "http://[::1]:5000", false), ("[::1]:5000", "http://[::1]:5000", true),
        ("localhost", "http://127.0.0.1:5000", false), ("169.254.169.254", "http://169.254.169.254", true),
    ])
    func `NO_PROXY names hosts and their domains, with or without a port, and no networks`(
        entries: String, url: String, isDirect: Bool
    ) throws {
        let proxies = ["HTTPS_PROXY": "http://p:1", "HTTP_PROXY": "http://p:1"]
        #expect(try (route(proxies.merging(["NO_PROXY": entries]) { $1 }, url) == .direct) == isDirect)
        // The spelling in lower case wins, also when it is empty.
        let both = ["NO_PROXY": "*", "no_proxy": entries]
        #expect(try (route(proxies.merging(both) { $1 }, url) == .direct) == isDirect)
    }
}
