import AWSCore
import AWSServices

/// The time of a request of DescribeDBInstances, serialised and signed: the best of ROUNDS batches.
struct SignedRequests {
    private static let batch = 500

    func run(rounds: Int) async throws {
        let input = RDS.DescribeDBInstancesInput(
            filters: [
                RDS.Filter(name: "engine", values: ["postgres", "aurora-postgresql"]),
                RDS.Filter(name: "db-instance-id", values: ["arn:aws:rds:eu-west-1:123456789012:db:orders-0001"]),
            ], maxRecords: 100, marker: "bWFya2VyLW9mLWEtcGFnZQ==")
        let environment = [
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            "AWS_SESSION_TOKEN": "IQoJb3JpZ2luX2VjE" + String(repeating: "AbCd0123456789/+", count: 40) + "==",
        ]
        let sources = ConfigurationSources(environment: environment, files: .memory([:]))
        let credentials = try await EnvironmentCredentialProvider(sources).credentials()
        let signer = RequestSigner(service: "rds", region: "eu-west-1")
        var shortest = Duration.seconds(1)
        var last: HTTPRequest?
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            for _ in 0..<Self.batch {
                let now = Int(ClientClock.system.now())
                last = try request(input, signer, credentials, SigningDate(secondsSince1970: now))
            }
            shortest = min(shortest, ContinuousClock.now - start)
        }
        guard case .bytes(let bytes)? = last?.body, last?.headers["Authorization"] != nil else {
            throw BenchError(description: "no signed request")
        }
        let body = String(decoding: bytes, as: UTF8.self).split(separator: "&").sorted().joined(separator: "&")
        print("seconds=\(shortest / .seconds(1) / Double(Self.batch)) body=\(body)")
    }

    private func request(
        _ input: RDS.DescribeDBInstancesInput, _ signer: RequestSigner, _ credentials: Credentials, _ date: SigningDate
    ) throws -> HTTPRequest {
        let parts = try RDS.describeDBInstances.encode(input)
        let request = HTTPRequest(
            method: parts.method,
            url: HTTPURL(scheme: "https", host: "rds.eu-west-1.amazonaws.com", path: parts.path, query: parts.query),
            headers: parts.headers, body: parts.body)
        return signer.sign(request, payload: SigningPayload(parts.body), credentials: credentials, date: date).request
    }
}
