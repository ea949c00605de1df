import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The sandbox's own paths: faults, recorded calls, and what RDS has, asked without drctl.
extension Sandbox {
    /// A call that the sandbox received.
    struct Call: Decodable, Sendable {
        var service: String
        var operation: String
        var readOnly: Bool
        var time: Double
        var seconds: Double
        var error: String?
    }

    /// Adds a fault, as sandbox/README.md describes them, and returns its number.
    @discardableResult
    func fault(_ json: String) async throws -> Int {
        struct Added: Decodable { var id: Int }
        return try JSONDecoder().decode(Added.self, from: try await control("POST", "faults", json)).id
    }

    /// RDS refuses an operation although the policy simulator allows it, as a session's own policy would do.
    @discardableResult
    func refuse(_ operation: String) async throws -> Int { try await fault(Self.refusing(operation)) }

    /// The fault that does so.
    static func refusing(_ operation: String) -> String {
        #"{"kind": "error", "service": "rds", "action": "\#(operation)", "status": 403, "code": "AccessDenied"}"#
    }

    /// How often a fault has struck.
    func strikes(of fault: Int) async throws -> Int {
        struct Listed: Decodable {
            var id: Int
            var struck: Int
        }
        let all = try JSONDecoder().decode([Listed].self, from: try await control("GET", "faults"))
        return all.first { $0.id == fault }?.struck ?? 0
    }

    /// Takes all faults away.
    func heal() async throws { _ = try await control("DELETE", "faults") }

    /// The calls since they were last forgotten, oldest first.
    func calls() async throws -> [Call] {
        struct Listed: Decodable { var calls: [Call] }
        return try JSONDecoder().decode(Listed.self, from: try await control("GET", "calls")).calls
    }

    func forgetCalls() async throws { _ = try await control("DELETE", "calls") }

    /// Everything that RDS has and a drill made; an automated snapshot goes with its instance and counts without it.
    func leftovers() async throws -> [String] {
        var found: Set<String> = []
        for operation in ["DescribeDBInstances", "DescribeDBSnapshots"] {
            let text = try await askRDS("Action=\(operation)&Version=2014-10-31")
            for match in text.matches(of: /Identifier>([^<>]*drctl-drill-[^<>]*)</) { found.insert(String(match.1)) }
        }
        return found.filter { name in
            !(name.hasPrefix("rds:") && found.contains { $0 != name && name.hasPrefix("rds:\($0)-") })
        }.sorted()
    }

    private func askRDS(_ form: String) async throws -> String {
        var request = URLRequest(url: URL(string: environment["AWS_ENDPOINT_URL"]! + "/")!)
        request.httpMethod = "POST"
        request.httpBody = Data(form.utf8)
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        // The sandbox reads the service off the scope, and verifies no signature.
        request.setValue(
            "AWS4-HMAC-SHA256 Credential=AKIAOBSERVER/20260101/us-east-1/rds/aws4_request, SignedHeaders=host, "
                + "Signature=0", forHTTPHeaderField: "Authorization")
        return String(decoding: try await answer(to: request), as: UTF8.self)
    }

    func control(_ method: String, _ path: String, _ body: String? = nil) async throws -> Data {
        var request = URLRequest(url: URL(string: environment["DRCTL_SANDBOX_URL"]! + "/" + path)!)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        return try await answer(to: request)
    }

    private func answer(to request: URLRequest) async throws -> Data {
        let (data, response) = try await URLSession.shared.data(for: request)
        guard let status = (response as? HTTPURLResponse)?.statusCode, (200..<300).contains(status) else {
            throw Failure(description: String(decoding: data, as: UTF8.self))
        }
        return data
    }

    /// Keeps an apply from learning beforehand what it may not do, as where the denial is one that IAM does not simulate.
    func denySimulation() async throws {
        try await fault(#"{"kind": "denied", "service": "iam", "action": "SimulatePrincipalPolicy"}"#)
    }
}

/// Waits until something holds; it must within two minutes, however busy the machine is.
func eventually(_ what: String, _ holds: @Sendable () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(120)
    while try await !holds() {
        guard ContinuousClock.now < deadline else { throw Sandbox.Failure(description: "never came: \(what)") }
        try await Task.sleep(for: .milliseconds(20))
    }
}
