public import AWSNames

/// Where an operation's request goes and what it is signed for.
public struct Endpoint: Hashable, Sendable {
    /// The base: the operation's path follows this one's.
    public var url: HTTPURL
    /// The service in the signature's scope.
    public var signingName: String
    /// The region in the signature's scope.
    public var signingRegion: String
    /// How the signature sees the path.
    public var pathForm: CanonicalRequest.PathForm

    /// From its parts.
    public init(
        url: HTTPURL, signingName: String, signingRegion: String,
        pathForm: CanonicalRequest.PathForm = .encodedTwice
    ) {
        self.url = url
        self.signingName = signingName
        self.signingRegion = signingRegion
        self.pathForm = pathForm
    }

    /// Finds the endpoint by AWS's rules; a pure function of its arguments.
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

/// What a user may ask of all endpoints.
public struct EndpointOptions: Hashable, Sendable {
    /// How a bucket is addressed.
    public enum BucketStyle: Hashable, Sendable {
        /// In the host name where its own name allows that.
        case virtualHost
        /// In the path.
        case path
    }

    /// Endpoints with validated cryptography.
    public var usesFIPS: Bool
    /// Endpoints that answer over IPv6 too.
    public var usesDualStack: Bool
    /// In place of AWS's own; its path is kept.
    public var custom: HTTPURL?
    /// STS and S3 at their old global hosts, for the regions that had them.
    public var usesLegacyGlobalEndpoint: Bool
    /// How buckets are addressed.
    public var bucketStyle: BucketStyle
    /// S3 Transfer Acceleration.
    public var usesS3Accelerate: Bool

    /// AWS's own endpoints unless told otherwise.
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

/// The combination asked for has no endpoint.
public struct EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// As AWS's own rules word it.
    public let description: String

    init(_ description: String) { self.description = description }
}
