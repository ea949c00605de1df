public import AWSNames

/// The destination of an operation's request and the scope of its signature.
public struct Endpoint: Hashable, Sendable {
    /// The base URL; the operation's path is appended to its path.
    public var url: HTTPURL
    /// The service in the signature's scope.
    public var signingName: String
    /// The region in the signature's scope.
    public var signingRegion: String
    /// The normalization of the path for the signature.
    public var pathForm: CanonicalRequest.PathForm

    /// Creates the value from its parts.
    public init(
        url: HTTPURL, signingName: String, signingRegion: String,
        pathForm: CanonicalRequest.PathForm = .encodedTwice
    ) {
        self.url = url
        self.signingName = signingName
        self.signingRegion = signingRegion
        self.pathForm = pathForm
    }

    /// Resolves the endpoint by AWS's rules, as a pure function of its arguments.
    ///
    /// - Parameter parameters: The values that the rules read from the operation's input, such as `Bucket`.
    public static func resolve(
        _ service: Service, region: Region?, options: EndpointOptions = EndpointOptions(),
        parameters: [String: String] = [:]
    ) throws(EndpointError) -> Endpoint {
        if let custom = options.custom, custom.problemAsEndpoint != nil {
            throw EndpointError("Custom endpoint `\(custom)` was not a valid URI")
        }
        return switch service.endpointPrefix {
        case "s3": try s3(region: region, options: options, bucket: parameters["Bucket"])
        case "s3-control": try s3Control(region: region, options: options, parameters: parameters)
        default: try ordinary(service, region: region, options: options, parameters: parameters)
        }
    }
}

/// The user's options for all endpoints.
public struct EndpointOptions: Hashable, Sendable {
    /// The addressing of buckets.
    public enum BucketStyle: Hashable, Sendable {
        /// In the host name if the bucket's name allows it.
        case virtualHost
        /// In the path.
        case path
    }

    /// Whether to use endpoints with validated cryptography (FIPS).
    public var usesFIPS: Bool
    /// Whether to use endpoints that support IPv6 too.
    public var usesDualStack: Bool
    /// The endpoint to use instead of AWS's; its path is kept.
    public var custom: HTTPURL?
    /// Whether STS and S3 are called at their old global hosts, in the regions that had them.
    public var usesLegacyGlobalEndpoint: Bool
    /// The addressing of buckets.
    public var bucketStyle: BucketStyle
    /// Whether S3 Transfer Acceleration is used.
    public var usesS3Accelerate: Bool

    /// Creates options; the defaults are AWS's own endpoints.
    public init(
        usesFIPS: Bool = false, usesDualStack: Bool = false, custom: HTTPURL? = nil,
        usesLegacyGlobalEndpoint: Bool = false, bucketStyle: BucketStyle = .virtualHost,
        usesS3Accelerate: Bool = false
    ) {
        self.usesFIPS = usesFIPS
        self.usesDualStack = usesDualStack
        self.custom = custom
        self.usesLegacyGlobalEndpoint = usesLegacyGlobalEndpoint
        self.bucketStyle = bucketStyle
        self.usesS3Accelerate = usesS3Accelerate
    }
}

/// An error for options without an endpoint.
public struct EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The message in AWS's own rules.
    public let description: String

    init(_ description: String) { self.description = description }
}
