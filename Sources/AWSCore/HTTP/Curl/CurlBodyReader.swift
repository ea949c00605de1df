/// Keeps a streamed response open; the transfer ends with the last reference.
final class CurlBodyReader: Sendable {
    /// Keeps the curl thread running while somebody reads.
    private let transport: CurlTransport
    private let mailbox: CurlMailbox
    private let job: CurlJob
    private let download: CurlDownload

    init(transport: CurlTransport, mailbox: CurlMailbox, job: CurlJob, download: CurlDownload) {
        self.transport = transport
        self.mailbox = mailbox
        self.job = job
        self.download = download
    }

    deinit { mailbox.post(.abort(job.id)) }

    func next() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            do {
                let (piece, hasRoomAgain) = try await download.next()
                if hasRoomAgain { mailbox.post(.resume(job.id)) }
                return piece
            } catch let misuse as CurlDownloadError {
                throw job.error(.invalidRequest, "\(misuse)")
            }
        } onCancel: {
            job.fail(CancellationError())
            mailbox.post(.abort(job.id))
        }
    }
}
