import AWSCore
import AWSNames
import RecoveryModel

/// A call as AWS receives it: which operation it is, of what, where, and with which parameters.
struct AWSCall: Sendable {
    /// The service's signing name (`s3control` for S3 Control) and the operation, such as `rds:ModifyDBInstance`.
    let operation: String
    let region: String
    /// A bucket, key, role or group that the call names; empty where a service names none in a way that tests need.
    let subject: String
    /// Of a query; of other protocols empty.
    let parameters: [String: String]
    let body: String
    let headers: HTTPHeaders

    init(_ request: HTTPRequest) async throws {
        headers = request.headers
        if case .bytes(let bytes) = request.body { body = String(decoding: bytes, as: UTF8.self) } else { body = "" }
        // Credential=AKIDEXAMPLE/20261123/us-east-1/rds/aws4_request
        let scope = (request.headers["Authorization"] ?? "").split(separator: ",")[0].split(separator: "/")
        region = String(scope[2])
        let service = String(scope[3])
        if let target = request.headers["X-Amz-Target"]?.split(separator: ".").last {
            (operation, parameters) = ("\(service):\(target)", [:])
            let json = try? JSONValue(parsing: body)
            let rule = service == "events" ? json?["Rule"] ?? json?["Name"] : nil
            subject = (json?["KeyId"] ?? json?["SecretId"] ?? rule)?.text ?? ""
        } else if service == "s3" {
            let isControl = request.url.host.contains("s3-control")
            let query = request.url.query ?? ""
            operation =
                isControl
                ? "s3control:GetPublicAccessBlock"
                : request.method == "GET" && request.url.path == "/"
                    ? "s3:ListBuckets" : "s3:" + Self.bucketOperation(request.method, query, path: request.url.path)
            (subject, parameters) = (String(request.url.path.dropFirst()), [:])
        } else if service == "backup" {
            (operation, subject) = Self.backupOperation(request.method, request.url.path)
            parameters = [:]
        } else if service == "securityhub" {
            operation = request.url.path == "/findings/import" ? "securityhub:BatchImportFindings" : "securityhub:"
            (subject, parameters) = ("", [:])
        } else {
            let parameters = Self.parameters(body)
            self.parameters = parameters
            operation = "\(service):\(parameters["Action"] ?? "")"
            subject = Self.naming.compactMap { parameters[$0] }.joined(separator: "/")
        }
    }

    /// What names the subject of a query.
    private static let naming = [
        "RoleName", "PolicyName", "DBParameterGroupName", "DBClusterParameterGroupName", "DBInstanceIdentifier",
        "DBClusterIdentifier",
    ]

    /// By the method and the subresource in the query.
    private static func bucketOperation(_ method: String, _ query: String, path: String) -> String {
        let subresources = [
            "encryption": "BucketEncryption", "versioning": "BucketVersioning",
            "publicAccessBlock": "PublicAccessBlock",
            "ownershipControls": "BucketOwnershipControls", "policy": "BucketPolicy",
            "policyStatus": "BucketPolicyStatus", "replication": "BucketReplication",
            "lifecycle": "BucketLifecycleConfiguration", "object-lock": "ObjectLockConfiguration",
            "logging": "BucketLogging",
        ]
        let name = String(query.prefix { $0 != "=" && $0 != "&" })
        if method == "GET", query.split(separator: "&").contains(where: { $0.hasPrefix("versions") }) {
            return "ListObjectVersions"
        }
        if method == "GET", query.contains("list-type=2") { return "ListObjectsV2" }
        guard let subresource = subresources[name] else {
            let hasKey = path.split(separator: "/").count > 1
            return ["HEAD": "HeadBucket", "GET": "GetObject"][method] ?? (hasKey ? "PutObject" : "CreateBucket")
        }
        return (method == "GET" ? "Get" : "Put") + subresource
    }

    private static func parameters(_ form: String) -> [String: String] {
        let pairs = form.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (parts[0], parts.count == 2 ? URIEncoding.decode(parts[1]) ?? parts[1] : "")
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Whether the operation only reads.
    var isRead: Bool {
        let name = operation.split(separator: ":").last ?? ""
        return ["Describe", "Get", "List", "Head"].contains { name.hasPrefix($0) }
    }

    /// The body as JSON; null when it is none.
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
}
