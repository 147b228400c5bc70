package catalog

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// Parameters of an address that say where the reader came from, not what is read.
var tracking = regexp.MustCompile(`(?i)^(utm_\w*|mtm_\w*|pk_\w*|hsa_\w*|at_(medium|campaign|custom\d)|fbclid|gclid|dclid|` +
	`gclsrc|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|mc_[ce]id|mkt_tok|_ga|_gl|_hsenc|_hsmi|` +
	`hsctatracking|wt_mc|wt_zmc|xtor|s_kwcid|ref_src|ref_url|cmpid|cmp|ito|ncid|vero_id|oly_(anon|enc)_id|` +
	`fb_action_ids|fb_source|share_from|amp|outputtype|_openstat|spm)$`)

// Paths of the pages that are made for AMP.
var ampPath = regexp.MustCompile(`(?i)(/amp|\.amp(\.html)?)/?$`)

// Address tidies a web address so that it can be kept and followed: no fragment, no tracking parameters, no default port,
// the page itself where the address is of its AMP twin. What is no web address gives "".
func Address(raw string) string {
	u := parseAddress(raw)
	if u == nil {
		return ""
	}
	return u.String()
}

// AddressKey is what two addresses of one page have in common, whether they are written with http or https, with www. or
// not, with a slash at the end or not. It is for comparing, not for following. What is no web address is its own key.
func AddressKey(raw string) string {
	u := parseAddress(raw)
	if u == nil {
		return strings.TrimSpace(raw)
	}
	host := u.Host
	for _, twin := range []string{"www.", "m.", "mobile."} {
		if rest, ok := strings.CutPrefix(host, twin); ok && strings.Contains(rest, ".") {
			host = rest
			break
		}
	}
	path := strings.TrimRight(u.Path, "/")
	path = strings.TrimSuffix(strings.TrimSuffix(path, "/index.html"), "/index.php")
	key := host + path
	if u.RawQuery != "" {
		parts := strings.Split(u.RawQuery, "&")
		slices.Sort(parts)
		key += "?" + strings.Join(parts, "&")
	}
	if u.Fragment != "" {
		key += "#" + u.Fragment
	}
	return key
}

// parseAddress gives nil for what is no web address.
func parseAddress(raw string) *url.URL {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || !utf8.ValidString(raw) {
		return nil
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return nil
	}
	u = unwrapAMP(u)
	u.Host = tidyHost(u)
	u.User = nil
	u.RawQuery = withoutTracking(u.RawQuery)
	u.ForceQuery = false
	if !strings.HasPrefix(u.Fragment, "!") { // "#!/page" is the page itself on sites of one document
		u.Fragment, u.RawFragment = "", ""
	}
	if cut := ampPath.FindStringIndex(u.Path); cut != nil && cut[0] > 0 {
		u.Path, u.RawPath = u.Path[:cut[0]], ""
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u
}

func tidyHost(u *url.URL) string {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if rest, ok := strings.CutPrefix(host, "amp."); ok && strings.Contains(rest, ".") {
		host = rest
	}
	if ascii, err := idna.ToASCII(host); err == nil {
		host = strings.TrimSuffix(ascii, ".")
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	port := u.Port()
	if port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		return host
	}
	return host + ":" + port
}

// unwrapAMP gives the page that an AMP cache holds a copy of.
func unwrapAMP(u *url.URL) *url.URL {
	path, ok := "", false
	if strings.HasPrefix(u.Hostname(), "www.google.") {
		path, ok = strings.CutPrefix(u.Path, "/amp/")
	}
	if strings.HasSuffix(u.Hostname(), ".cdn.ampproject.org") {
		path, ok = strings.CutPrefix(u.Path, "/c/")
	}
	if !ok {
		return u
	}
	scheme := "http://"
	if rest, secure := strings.CutPrefix(path, "s/"); secure {
		path, scheme = rest, "https://"
	}
	page, err := url.Parse(scheme + path)
	if err != nil || !strings.Contains(page.Host, ".") {
		return u
	}
	page.RawQuery = u.RawQuery
	return page
}

func withoutTracking(query string) string {
	if query == "" {
		return ""
	}
	parts := slices.DeleteFunc(strings.Split(query, "&"), func(part string) bool {
		name, _, _ := strings.Cut(part, "=")
		return part == "" || tracking.MatchString(name)
	})
	return strings.Join(parts, "&")
}
