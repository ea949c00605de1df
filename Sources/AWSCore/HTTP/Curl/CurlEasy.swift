import CCurl

/// An easy handle with typed options.
struct CurlEasy {
    let pointer: UnsafeMutableRawPointer

    init() {
        guard let pointer = curl_easy_init() else { fatalError("libcurl: no memory for an easy handle") }
        self.pointer = pointer
    }

    func set(_ option: CURLoption, _ value: Int) throws(CurlOptionError) {
        try check(option, drctl_curl_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, bytes value: Int) throws(CurlOptionError) {
        try check(option, drctl_curl_set_offset(pointer, option, curl_off_t(value)))
    }

    func set(_ option: CURLoption, _ value: Bool) throws(CurlOptionError) {
        try check(option, drctl_curl_set_long(pointer, option, value ? 1 : 0))
    }

    /// Sets a text, which libcurl copies; nil unsets the option.
    func set(_ option: CURLoption, _ value: String?) throws(CurlOptionError) {
        try check(option, drctl_curl_set_string(pointer, option, value))
    }

    /// Sets a pointer, which libcurl keeps.
    func set(_ option: CURLoption, pointer value: UnsafeRawPointer?) throws(CurlOptionError) {
        try check(option, drctl_curl_set_pointer(pointer, option, value))
    }

    func set(_ option: CURLoption, _ callback: @escaping drctl_curl_data_callback) throws(CurlOptionError) {
        try check(option, drctl_curl_set_data_callback(pointer, option, callback))
    }

    func setPrerequestCallback(_ callback: @escaping curl_prereq_callback) throws(CurlOptionError) {
        try check(CURLOPT_PREREQFUNCTION, drctl_curl_set_prereq_callback(pointer, callback))
    }

    func setOpenSocketCallback(_ callback: @escaping curl_opensocket_callback) throws(CurlOptionError) {
        try check(CURLOPT_OPENSOCKETFUNCTION, drctl_curl_set_opensocket_callback(pointer, callback))
    }

    func bytes(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        drctl_curl_get_offset(pointer, info, &value)
        return Int(value)
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        drctl_curl_get_long(pointer, info, &value)
        return value
    }

    private func check(_ option: CURLoption, _ code: CURLcode) throws(CurlOptionError) {
        guard code == CURLE_OK else { throw CurlOptionError(option: option, code: code) }
    }
}

/// The installed libcurl lacks a needed option.
struct CurlOptionError: Error, CustomStringConvertible {
    var option: CURLoption
    var code: CURLcode

    var description: String {
        "libcurl \(String(cString: curl_version())) refused option \(option.rawValue): "
            + String(cString: curl_easy_strerror(code))
    }
}
