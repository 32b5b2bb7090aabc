//! From where a request comes. Believes the connection, or what a proxy says where it was told to.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use http::HeaderMap;
use http::request::Parts;

/// The address that a proxy added last to a header, else that of the peer; `None` where neither is known.
pub(super) fn address(request: &Parts, header: Option<&str>) -> Option<IpAddr> {
    let forwarded = header.and_then(|name| forwarded(&request.headers, name));
    let peer = || request.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    forwarded.or_else(peer).map(|address| address.to_canonical())
}

/// What one caller can change at will within an address is not told apart: 64 bits of IPv6.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

fn forwarded(headers: &HeaderMap, name: &str) -> Option<IpAddr> {
    let last = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    let last = last.rsplit(',').next()?.trim();
    let bare = || last.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    last.parse().ok().or_else(|| Some(last.parse::<SocketAddr>().ok()?.ip())).or_else(bare)
}
