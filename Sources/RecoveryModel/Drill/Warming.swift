/// The result of reading every page of a restored database.
///
/// RDS loads a restored volume from S3 as its blocks are first read, so a database that is available can still be slow:
/// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RestoreFromSnapshot.html
package struct Warming: Hashable, Sendable, Codable {
    /// How the pages were read.
    package enum Method: String, Sendable, Codable {
        /// By pg_prewarm through the server's buffers, which verifies page checksums: tables, indexes and TOAST.
        case prewarm
        /// By scans of every table, including TOASTed values; indexes cannot be read this way.
        case sequentialScan
    }

    /// A relation that could not be read completely.
    package struct Failure: Hashable, Sendable, Codable {
        package var relation: String
        package var reason: String

        package init(relation: String, reason: String) {
            self.relation = relation
            self.reason = reason
        }
    }

    package var method: Method
    /// Why the better method was not used.
    package var remark: String?
    /// The number of tables and indexes that were read.
    package var relations: Int
    package var bytes: Int
    package var milliseconds: Int
    /// Empty when everything was read.
    package var failures: [Failure]

    package init(method: Method, remark: String? = nil) {
        self.method = method
        self.remark = remark
        relations = 0
        bytes = 0
        milliseconds = 0
        failures = []
    }
}
