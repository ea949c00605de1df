import CCurl

/// The loop of the curl thread; created, used and released on that thread.
final class CurlWorker {
    private let multi: UnsafeMutableRawPointer
    private let poller: CurlPoller
    private let mailbox: CurlMailbox
    private let options: CurlTransport.Options
    private let counters: CurlCounters
    private var live: [UInt64: CurlTransfer] = [:]
    private var downloads: [UInt64: CurlDownload] = [:]
    /// Handles for the next requests, so that their buffers are not allocated for each request.
    private var idle: [CurlEasy] = []
    /// The earliest time at which a transfer can be out of time.
    private var nextCheck: ContinuousClock.Instant?

    private static let maximumIdle = 64

    init(
        bell: CurlBell, mailbox: CurlMailbox, options: CurlTransport.Options, counters: CurlCounters
    ) {
        guard let multi = curl_multi_init() else { fatalError("libcurl: no memory for a multi handle") }
        self.multi = multi
        poller = CurlPoller(multi: multi, bell: bell)
        self.mailbox = mailbox
        self.options = options
        self.counters = counters
        drctl_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, options.maximumConnectionsPerHost)
        drctl_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, options.maximumConnectionsPerHost * 4)
    }

    /// Runs until the mailbox is stopped, then ends the requests in flight and frees every handle.
    func run() {
        while true {
            let (commands, isStopping) = mailbox.collect()
            for command in commands { execute(command) }
            if isStopping { break }
            settle(poller.expire())
            // The bell is heard although it rang since `collect`.
            settle(poller.wait(pollTimeout()))
        }
        endAll(CancellationError())
        for easy in idle { curl_easy_cleanup(easy.pointer) }
        curl_multi_cleanup(multi)
        poller.close()
    }

    private func execute(_ command: CurlMailbox.Command) {
        switch command {
        case .start(let job): start(job)
        case .abort(let id): if let transfer = live[id] { detach(transfer, succeeded: false) }
        case .resume(let id): if let transfer = live[id] { resume(transfer) }
        }
    }

    private func start(_ job: CurlJob) {
        guard !job.isAbandoned else { return }
        let easy = idle.popLast() ?? CurlEasy()
        let transfer = CurlTransfer(job: job, easy: easy, now: .now)
        do {
            try transfer.configure(options)
        } catch {
            curl_easy_cleanup(easy.pointer)
            return job.fail(job.error(.invalidRequest, "\(error)"))
        }
        let code = curl_multi_add_handle(multi, easy.pointer)
        guard code == CURLM_OK else {
            curl_easy_cleanup(easy.pointer)
            return job.fail(job.error(.invalidRequest, String(cString: curl_multi_strerror(code))))
        }
        live[job.id] = transfer
        if case .streamed(_, let download) = job.delivery { downloads[job.id] = download }
        check(transfer)
    }

    private func resume(_ transfer: CurlTransfer) {
        transfer.noteProgress()
        // Delivers what libcurl buffered, so a callback may fail here as in `perform`.
        let code = curl_easy_pause(transfer.easy.pointer, CURLPAUSE_CONT)
        if code != CURLE_OK { finish(transfer, code) }
    }

    /// Passes on what came of libcurl's work.
    private func settle(_ code: CURLMcode) {
        if code != CURLM_OK { failAll(code) }
        for download in downloads.values { download.flush() }
        finishDone()
        expireOverdue()
    }

    private func failAll(_ code: CURLMcode) {
        let said = String(cString: curl_multi_strerror(code))
        for transfer in live.values { transfer.job.fail(transfer.job.error(.connectionLost, said)) }
        endAll(CancellationError())
    }

    private func finishDone() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE else { continue }
            // The message is invalid after the next call.
            let code = drctl_curl_message_result(message)
            var transfer: UnsafeMutableRawPointer?
            drctl_curl_get_private(message.pointee.easy_handle, &transfer)
            finish(CurlTransfer.at(transfer), code)
        }
    }

    private func finish(_ transfer: CurlTransfer, _ code: CURLcode) {
        detach(transfer, succeeded: code == CURLE_OK)
        transfer.complete(code)
    }

    /// Removes the transfer from libcurl; no callback follows.
    private func detach(_ transfer: CurlTransfer, succeeded: Bool) {
        live[transfer.job.id] = nil
        downloads[transfer.job.id] = nil
        let easy = transfer.easy
        counters.record(
            succeeded: succeeded, connections: easy.number(CURLINFO_NUM_CONNECTS),
            sent: easy.bytes(CURLINFO_SIZE_UPLOAD_T), received: easy.bytes(CURLINFO_SIZE_DOWNLOAD_T))
        curl_multi_remove_handle(multi, easy.pointer)
        guard idle.count < Self.maximumIdle else { return curl_easy_cleanup(easy.pointer) }
        curl_easy_reset(easy.pointer)
        idle.append(easy)
    }

    private func endAll(_ error: any Error) {
        for transfer in Array(live.values) {
            detach(transfer, succeeded: false)
            transfer.job.fail(error)
        }
    }
}

// MARK: - Time

extension CurlWorker {
    private func check(_ transfer: CurlTransfer) {
        guard let next = transfer.nextCheck() else { return }
        nextCheck = nextCheck.map { min($0, next) } ?? next
    }

    private func expireOverdue() {
        let now = ContinuousClock.now
        guard let due = nextCheck, now >= due else { return }
        nextCheck = nil
        for transfer in Array(live.values) {
            guard let error = transfer.overdue(at: now) else {
                check(transfer)
                continue
            }
            detach(transfer, succeeded: false)
            transfer.job.fail(error)
        }
    }

    /// The time to poll; libcurl ends the poll earlier for its own timers.
    private func pollTimeout() -> Int {
        let longest = 60_000
        guard let nextCheck else { return longest }
        return min(longest, (nextCheck - .now).wholeMilliseconds)
    }
}
