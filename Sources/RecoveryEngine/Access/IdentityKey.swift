/// Condition keys that say who asks or for whom, rather than what or how; their values a caller cannot choose.
///
/// A name that anybody may give to a user of their own (`aws:username`) is none, nor is an address within somebody's own
/// network (`aws:VpcSourceIp`).
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
enum IdentityKey {
    /// What a value of the key says of whose it is.
    enum Kind: Sendable {
        /// An account, an organization, or a resource or principal in one.
        case owned
        /// An id, a network or an endpoint: it is somebody's, and does not say whose.
        case unowned
        /// One of AWS's services, which acts for whoever its source is.
        case service
    }

    /// By key in lower case.
    ///
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    static let kinds: [String: Kind] = [
        "aws:principalaccount": .owned, "aws:principalarn": .owned, "aws:principalorgid": .owned,
        "aws:principalorgpaths": .owned, "aws:sourceaccount": .owned, "aws:sourcearn": .owned,
        "aws:sourceorgid": .owned, "aws:sourceorgpaths": .owned, "aws:sourceowner": .owned,
        "aws:vpceaccount": .owned, "aws:vpceorgid": .owned, "aws:vpceorgpaths": .owned, "kms:calleraccount": .owned,
        "s3:dataaccesspointaccount": .owned, "s3:dataaccesspointarn": .owned,
        "aws:sourceip": .unowned, "aws:sourcevpc": .unowned, "aws:sourcevpce": .unowned, "aws:userid": .unowned,
        "sns:endpoint": .unowned,
        "aws:principalservicename": .service, "aws:principalservicenameslist": .service,
    ]
}
