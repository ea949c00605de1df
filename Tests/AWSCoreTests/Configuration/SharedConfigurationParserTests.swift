import AWSCore
import Testing

@Suite struct SharedConfigurationParserTests {
    private func config(_ text: String) throws -> SharedConfiguration {
        try SharedConfigurationParser(path: "config", kind: .config).parse(Array(text.utf8))
    }

    private func credentials(_ text: String) throws -> SharedConfiguration {
        try SharedConfigurationParser(path: "credentials", kind: .credentials).parse(Array(text.utf8))
    }

    @Test func `a property knows its file and line`() throws {
        let parsed = try config("# first\n[default]\n\nregion = eu-west-1\n")
        #expect(parsed.profiles["default"]?.properties["region"]?.location == FileLocation(path: "config", line: 4))
    }

    @Test func `properties that are all indented alike are properties, as the AWS CLI reads them`() throws {
        let parsed = try config("[profile dev]\n  region = eu-west-1\n  output = json\n    pretty\n")
        #expect(parsed.profiles["dev"]?.text("region") == "eu-west-1")
        #expect(parsed.profiles["dev"]?.text("output") == "json\npretty")
    }

    @Test func `indented comments between nested properties are passed over`() throws {
        let parsed = try config("[default]\ns3 =\n  # how\n  addressing_style = path ; really\n  ; end\nregion = a\n")
        let s3 = try #require(parsed.profiles["default"]?.properties["s3"])
        #expect(s3.nested["addressing_style"]?.value == "path")
        #expect(s3.nested["addressing_style"]?.location.line == 4)
        #expect(parsed.profiles["default"]?.text("region") == "a")
    }

    @Test func `names in quotes may hold spaces`() throws {
        let parsed = try config(
            #"[profile "my team"]"# + "\nregion = a\n[profile 'b']\n[profile my team]\nregion = b\n")
        #expect(parsed.profiles.keys.sorted() == ["b", "my team"])
        #expect(parsed.profiles["my team"]?.text("region") == "a")
    }

    @Test(arguments: ["a b c", "x?y", "größe", "a,b", "a=b", "a(1)", "\"x?y\"", "'a&b'", "\"\"", "a\\?"])
    func `a section whose name holds anything but letters, digits and a few signs is ignored`(name: String) throws {
        let text = "[profile good]\nregion = a\n[profile \(name)]\nregion = b\n"
        #expect(try config(text).profiles.mapValues { $0.text("region") } == ["good": "a"])
        #expect(try config("[sso-session \(name)]\nsso_region = b\n").ssoSessions.isEmpty)
        #expect(try config("[services \(name)]\nrds =\n endpoint_url = http://h\n").services.isEmpty)
        #expect(
            try credentials("[good]\nx = a\n[\(name)]\nx = b\n").profiles.mapValues { $0.text("x") } == ["good": "a"])
    }

    @Test(arguments: ["dev", "Dev-1", "team/dev", "v1.2", "50%", "me@example.com", "a_b", "a:b", "a+b", "default"])
    func `the signs that AWS allows in names are allowed`(name: String) throws {
        #expect(try config("[profile \(name)]\nregion = a\n").profiles[name]?.text("region") == "a")
        #expect(try credentials("[\(name)]\nx = a\n").profiles[name]?.text("x") == "a")
    }

    @Test(arguments: [
        ("/opt/helper --note a # b", "/opt/helper --note a # b"), ("# helper", "# helper"),
        ("helper ; other", "helper ; other"), ("helper 'x # y' #z", "helper 'x # y' #z"),
        ("helper a#b", "helper a#b"),
    ])
    func `a command is read whole, whatever looks like a comment in it`(text: String, expected: String) throws {
        let parsed = try config("[default]\ncredential_process = \(text)\nregion = a # b\nrole_arn = c ; d\n")
        #expect(parsed.profiles["default"]?.text("credential_process") == expected)
        #expect(parsed.profiles["default"]?.text("region") == "a")
        #expect(parsed.profiles["default"]?.text("role_arn") == "c")
        let other = try credentials("[p]\nCredential_Process=\(text)\n")
        #expect(other.profiles["p"]?.text("credential_process") == expected)
    }

    @Test(arguments: [
        "[default]\nregion = a\n[profile default]\nregion = b", "[profile default]\nregion = b\n[default]\nregion = a",
    ])
    func `the default profile with prefix wins over the one without`(text: String) throws {
        #expect(try config(text).profiles["default"]?.text("region") == "b")
    }

    @Test func `sections of each kind land in their own table`() throws {
        let parsed = try config(
            "[sso-session a]\nsso_region = x\n[services b]\nrds =\n endpoint_url = http://h\n[plugins]\nc = d")
        #expect(parsed.ssoSessions["a"]?.text("sso_region") == "x")
        #expect(parsed.services["b"]?.properties["rds"]?.nested["endpoint_url"]?.value == "http://h")
        #expect(parsed.profiles.isEmpty)
    }

    @Test func `a byte order mark and Windows line ends do no harm`() throws {
        #expect(try credentials("\u{FEFF}[a]\r\nx = y\r\n z\r\n").profiles["a"]?.text("x") == "y\nz")
    }

    @Test(arguments: [
        ("region = a", 1, "section's header"), ("[default", 1, "']'"), ("[default]\n\nregion", 3, "'='"),
        ("[default]\n= a", 2, "name"), ("[default]\ns3 =\n path", 3, "sub-property"),
        ("[default]\ns3 =\n = path", 3, "name"),
    ])
    func `a mistake is reported with its line`(text: String, line: Int, word: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try config(text) }
        #expect(error.origin == "config:\(line)")
        #expect(error.problem.contains(word))
    }

    @Test func `text that is not UTF-8 is reported with its line`() throws {
        let error = try #require(throws: ConfigurationError.self) {
            try SharedConfigurationParser(path: "config", kind: .config).parse(Array("[a]\nb = ".utf8) + [0xFF])
        }
        #expect(error.origin == "config:2")
    }

    @Test func `values are not shown by description or dump`() throws {
        let parsed = try credentials("[a]\naws_secret_access_key = hush-hush\n")
        var dumped = "\(parsed)"
        dump(parsed, to: &dumped)
        #expect(parsed.profiles["a"]?.text("aws_secret_access_key") == "hush-hush")
        #expect(dumped.contains("aws_secret_access_key"))
        #expect(!dumped.contains("hush"))
    }

    /// Bytes that matter to the parser, in every order: it must answer or throw its own error, never trap.
    @Test func `no text makes the parser fail in another way than by its own error`() throws {
        let pieces = [
            "[", "]", "profile ", "default", "sso-session x", "=", " ", "\t", "\n", "\r\n", "#", ";", "'", "\"", "\\",
            "é", "a", "s3 =\n ", "\u{0}",
        ]
        var generator = SplitMix(state: 20_260_501)
        var (accepted, refused) = (0, 0)
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0..<24, using: &generator)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            }.joined()
            do {
                _ = try Bool.random(using: &generator) ? config(text) : credentials(text)
                accepted += 1
            } catch is ConfigurationError {
                refused += 1
            }
        }
        #expect(accepted > 1000 && refused > 1000)
    }
}

/// Repeatable randomness: the same texts in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
