public import AWSNames

/// A password valid for 15 minutes: with IAM database authentication RDS accepts a presigned URL as the password.
///
/// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
public enum DatabaseAuthToken {
    /// A token for a user of a database server; the caller needs `rds-db:connect` for that user.
    public static func make(
        host: String, port: Int, user: String, region: Region, credentials: Credentials, date: SigningDate
    ) -> Redacted<String> {
        let signer = RequestSigner(service: "rds-db", region: region.rawValue)
        let url = HTTPURL(
            scheme: "https", host: host, port: port, query: "Action=connect&DBUser=\(URIEncoding.encode(user))")
        let signed = signer.presign(
            HTTPRequest(method: "GET", url: url), payload: SigningPayload(.none), credentials: credentials,
            date: date, expiresIn: 900)
        return Redacted("\(host):\(port)/?\(signed.request.url.query ?? "")")
    }
}
