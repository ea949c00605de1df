import AWSCore
import AWSNames
import Testing

/// AWS's endpoint rule sets, by their own test cases: every case of every service's file.
@Suite("Endpoint conformance")
struct EndpointsTests {
    @Test func `endpoints, signing names and regions follow AWS's rules`() throws {
        guard let data = ConformanceData(suite: "endpoints") else { return }
        for file in try data.names(in: "endpoints", suffix: ".json") {
            let name = String(file.dropLast(".json".count))
            var report = ConformanceReport("endpoints/\(name)")
            let service = service(named: name)
            for (index, test) in try data.json("endpoints/\(file)")["testCases"].array.enumerated() {
                let id = "#\(index) \(test["documentation"].string ?? "")"
                report.check(id, excludedBy: exclusion(of: test, service: service)) {
                    try check(test, service: service)
                }
            }
            report.finish()
        }
    }

    @Test func `exotic buckets are refused instead of addressed by mistake`() throws {
        guard let data = ConformanceData(suite: "endpoints, exotic") else { return }
        var report = ConformanceReport("endpoints, exotic")
        for name in ["s3", "s3control"] {
            let service = service(named: name)
            for (index, test) in try data.json("endpoints/\(name).json")["testCases"].array.enumerated() {
                let names = test["params"].strings.filter {
                    ["AccessPointName", "Bucket", "OutpostId"].contains($0.key)
                }
                guard exclusion(of: test, service: service) != nil, names.values.contains(where: isExotic) else {
                    continue
                }
                report.check("\(name) #\(index)") {
                    let endpoint = try? Endpoint.resolve(service, region: Region("us-west-2"), parameters: names)
                    if let endpoint { throw ConformanceFailure("\(names) addressed at \(endpoint.url)") }
                }
            }
        }
        report.finish()
    }

    private func isExotic(_ name: String) -> Bool {
        name.hasPrefix("arn:") || ["--x-s3", "--xa-s3", "--op-s3"].contains(where: name.hasSuffix)
    }

    // MARK: - What does not apply

    private static let exoticBuckets = Exclusion(
        "exotic S3", reason: "access points, Object Lambda, Outposts and directory buckets are refused, not addressed")
    private static let exoticControl = Exclusion(
        "exotic S3 Control", reason: "access points, Outposts and directory buckets are not managed")
    private static let multiRegion = Exclusion(
        "EventBridge global endpoints", reason: "they need Signature Version 4A; drctl's rules are regional")

    private static let snow = Exclusion("Snow devices", reason: "a device's own S3 Control is no AWS endpoint")

    private func exclusion(of test: JSONValue, service: Service) -> Exclusion? {
        let parameters = test["params"]
        if service.endpointPrefix == "s3-control", parameters["Region"].string == "snow" { return Self.snow }
        if !parameters["EndpointId"].isNull { return Self.multiRegion }
        let control = ["AccessPointName", "OutpostId", "ResourceArn"]
        if control.contains(where: { !parameters[$0].isNull }) { return Self.exoticControl }
        let endpoints = ["UseS3ExpressControlEndpoint", "UseObjectLambdaEndpoint"]
        if endpoints.contains(where: { parameters[$0].bool == true }) { return Self.exoticBuckets }
        guard let bucket = parameters["Bucket"].string else { return nil }
        guard isExotic(bucket) else { return nil }
        return parameters["RequiresAccountId"].isNull ? Self.exoticBuckets : Self.exoticControl
    }

    // MARK: - A case

    private func check(_ test: JSONValue, service: Service) throws {
        let parameters = test["params"]
        var options = EndpointOptions(
            usesFIPS: parameters["UseFIPS"].bool ?? false,
            usesDualStack: parameters["UseDualStack"].bool ?? false,
            usesLegacyGlobalEndpoint: parameters["UseGlobalEndpoint"].bool ?? false,
            bucketStyle: parameters["ForcePathStyle"].bool == true ? .path : .virtualHost,
            usesS3Accelerate: parameters["Accelerate"].bool ?? false)
        if let custom = parameters["Endpoint"].string {
            guard let url = HTTPURL(custom) else { throw ConformanceFailure("not a URL: \(custom)") }
            options.custom = url
        }
        var inputs = parameters.strings
        if parameters["RequiresAccountId"].isNull { inputs["AccountId"] = nil }
        let region = parameters["Region"].string.map { Region($0) }
        do {
            let endpoint = try Endpoint.resolve(service, region: region, options: options, parameters: inputs)
            try compare(endpoint, with: test["expect"], region: region, service: service)
        } catch let error as EndpointError {
            try expectEqual(error.description, test["expect"]["error"].string ?? "an endpoint", "error")
        }
    }

    private func compare(_ endpoint: Endpoint, with expected: JSONValue, region: Region?, service: Service) throws {
        guard let url = expected["endpoint"]["url"].string else {
            throw ConformanceFailure("got \(endpoint.url), expected: \(expected["error"].string ?? "an error")")
        }
        try expectEqual(endpoint.url.withoutRoot, url, "url")
        let scheme = expected["endpoint"]["properties"]["authSchemes"][0]
        try expectEqual(endpoint.signingName, scheme["signingName"].string ?? service.signingName, "signing name")
        if let region = scheme["signingRegion"].string ?? region?.rawValue {
            try expectEqual(endpoint.signingRegion, region, "signing region")
        }
        try expectEqual(
            endpoint.pathForm, scheme["disableDoubleEncoding"].bool == true ? .asSent : .encodedTwice, "path form")
    }

    /// The files are named by the SDKs' module names, the hosts by endpoint prefixes.
    private func service(named name: String) -> Service {
        let prefixes = [
            "cloudwatch": "monitoring", "resourcegroupstaggingapi": "tagging", "s3control": "s3-control",
            "sso": "portal.sso", "sso-oidc": "oidc",
        ]
        let signingNames = ["s3control": "s3", "sso": "awsssoportal", "sso-oidc": "sso-oauth"]
        let prefix = prefixes[name] ?? name
        return Service(
            id: name, endpointPrefix: prefix, signingName: signingNames[name] ?? prefix,
            wireProtocol: .query, apiVersion: "")
    }
}

extension HTTPURL {
    /// As the rules write it: without the slash of an empty path.
    fileprivate var withoutRoot: String {
        let text = description
        return path == "/" && query == nil ? String(text.dropLast()) : text
    }
}
