extension Database {
    /// How much a database can hold.
    package struct Storage: Sendable, Equatable {
        /// In GiB.
        package var allocated: Int
        /// How far RDS lets it grow by itself, in GiB; nil when it does not.
        package var limit: Int?

        package init(allocated: Int, limit: Int? = nil) {
            self.allocated = allocated
            self.limit = limit
        }

        /// A cluster volume of Aurora, which grows with its data, and to at least 128 TiB.
        ///
        /// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_Limits.html#RDS_Limits.FileSize.Aurora
        package static let ofAurora = Storage(allocated: 0, limit: 128 << 10)

        /// How much fits before people have to do something, in GiB.
        package var reach: Int { max(allocated, limit ?? 0) }
    }
}
