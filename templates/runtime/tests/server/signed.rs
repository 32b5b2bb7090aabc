//! What signed tokens are taken for access tokens, and which keys of a document count.

use super::callers::{Empty, Issuer, bearer, claims, keys, point, service, status};
use super::sample::server::Server;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use gatewright_runtime as runtime;
use runtime::Service;

/// What a token with this header and these changes of its claims gets.
async fn taken(service: &Service, issuer: &Issuer, header: &str, changes: &str) -> u16 {
    let token = issuer.token(header, &claims(changes), "ES256");
    status(service, &format!("Bearer {token}")).await
}

const PLAIN: &str = r#"{"alg":"ES256","kid":"e"}"#;
const TYPED: &str = r#"{"alg":"ES256","kid":"e","typ":"at+jwt"}"#;

/// RFC 8725, section 3.11; RFC 7515, section 4.1.9.
#[tokio::test]
async fn tokens_of_another_type_are_refused() {
    let issuer = Issuer::new();
    let any = service(keys(&issuer.document()));
    let demanding = bearer(keys(&issuer.document())).require_access_token_type();
    let demanding = Server::new().users(Empty).authenticator(demanding).into_service();
    for (typ, expected, where_demanded) in [
        (r#""JWT""#, 200, 401),
        (r#""jwt""#, 200, 401),
        (r#""application/JWT""#, 200, 401),
        (r#""at+jwt""#, 200, 200),
        (r#""AT+JWT""#, 200, 200),
        (r#""application/at+jwt""#, 200, 200),
        (r#""Application/At+Jwt""#, 200, 200),
        (r#""logout+jwt""#, 401, 401),
        (r#""secevent+jwt""#, 401, 401),
        (r#""dpop+jwt""#, 401, 401),
        (r#""id_token+jwt""#, 401, 401),
        (r#""text/at+jwt""#, 401, 401),
        (r#""application/application/at+jwt""#, 401, 401),
        (r#""at+jwt ""#, 401, 401),
        (r#""""#, 401, 401),
        ("null", 401, 401),
        (r#"["at+jwt"]"#, 401, 401),
    ] {
        let header = format!(r#"{{"alg":"ES256","kid":"e","typ":{typ}}}"#);
        assert_eq!(taken(&any, &issuer, &header, "{}").await, expected, "{typ}");
        assert_eq!(taken(&demanding, &issuer, &header, "{}").await, where_demanded, "{typ}, where it is demanded");
    }
    assert_eq!(taken(&demanding, &issuer, PLAIN, "{}").await, 401, "no type, where it is demanded");
}

#[tokio::test]
async fn id_tokens_are_refused() {
    let issuer = Issuer::new();
    let service = service(keys(&issuer.document()));
    for changes in [r#"{"nonce":"n"}"#, r#"{"at_hash":"h"}"#, r#"{"c_hash":"h"}"#, r#"{"nonce":7}"#] {
        assert_eq!(taken(&service, &issuer, PLAIN, changes).await, 401, "{changes}");
        assert_eq!(taken(&service, &issuer, TYPED, changes).await, 200, "{changes}, but it says that it is none");
    }
    // What access tokens carry that some would take for the mark of an ID token.
    for changes in [
        r#"{"ver":1,"jti":"AT.x","cid":"c","uid":"u","scp":["openid"],"auth_time":1799999000,"iat":1799999000}"#,
        r#"{"azp":"c","gty":"password","aud":["api","https://id.example.com/userinfo"],"permissions":[]}"#,
        r#"{"amr":["pwd"],"acr":"0","email":"a@example.com","groups":["g"],"name":"A"}"#,
    ] {
        assert_eq!(taken(&service, &issuer, PLAIN, changes).await, 200, "{changes}");
    }
}

#[tokio::test]
async fn an_empty_text_is_nobodys_name() {
    let issuer = Issuer::new();
    let service = service(keys(&issuer.document()));
    for (changes, expected) in [
        (r#"{"sub":""}"#, 401),
        (r#"{"sub":" "}"#, 401),
        (r#"{"sub":"","client_id":"","cid":"","azp":""}"#, 401),
        (r#"{"sub":"","cid":"c"}"#, 200),
    ] {
        assert_eq!(taken(&service, &issuer, PLAIN, changes).await, expected, "{changes}");
    }
}

#[tokio::test]
async fn audiences_are_texts() {
    let issuer = Issuer::new();
    let service = service(keys(&issuer.document()));
    for (changes, expected) in [
        (r#"{"aud":["other","api"]}"#, 200),
        (r#"{"aud":["api",7]}"#, 401),
        (r#"{"aud":[["api"]]}"#, 401),
        (r#"{"aud":{"api":true}}"#, 401),
        (r#"{"aud":[]}"#, 401),
    ] {
        assert_eq!(taken(&service, &issuer, PLAIN, changes).await, expected, "{changes}");
    }
}

#[tokio::test]
async fn a_key_id_is_a_text() {
    let issuer = Issuer::new();
    let service = service(keys(&issuer.document()));
    for kid in ["7", "null", "true", r#"["e"]"#, r#"{"e":1}"#] {
        let header = format!(r#"{{"alg":"ES256","kid":{kid}}}"#);
        assert_eq!(taken(&service, &issuer, &header, "{}").await, 401, "{kid}");
    }
}

/// Each of these keys would do, but for one member.
#[tokio::test]
async fn keys_that_say_in_odd_ways_what_they_are_for_are_left_out() {
    let issuer = Issuer::new();
    let point = r#""kid":"e","crv":"P-256""#;
    for (members, expected) in [
        ("", 200),
        (r#","use":"sig","key_ops":["verify"],"alg":"ES256""#, 200),
        (r#","use":"sig","key_ops":["sign","verify"]"#, 200),
        (r#","use":"enc""#, 401),
        (r#","use":["sig"]"#, 401),
        (r#","use":1"#, 401),
        (r#","use":null"#, 401),
        (r#","key_ops":"verify""#, 401),
        (r#","key_ops":[]"#, 401),
        (r#","key_ops":["verify",1]"#, 401),
        (r#","alg":["ES256"]"#, 401),
        (r#","alg":256"#, 401),
        (r#","alg":"ES384""#, 401),
        (r#","kid":"e""#, 401),
    ] {
        let document = issuer.document().replace(point, &format!("{point}{members}"));
        let service = service(keys(&document));
        assert_eq!(taken(&service, &issuer, PLAIN, "{}").await, expected, "{members}");
    }
    let unnamed = issuer.document().replace(point, r#""kid":5,"crv":"P-256""#);
    let service = service(keys(&unnamed));
    assert_eq!(taken(&service, &issuer, r#"{"alg":"ES256"}"#, "{}").await, 401, "a key whose id is no text");
}

/// A document with the issuer's key behind so many others.
fn behind(issuer: &Issuer, others: &[String]) -> Service {
    let all = [others, &[issuer.point()]].concat().join(",");
    service(keys(&format!(r#"{{"keys":[{all}]}}"#)))
}

/// Sixteen keys of the token's algorithm are tried, in the order of the document.
#[tokio::test]
async fn few_keys_are_tried_for_a_token_without_a_key_id() {
    let issuer = Issuer::new();
    let other = || point(&EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key"));
    let others: Vec<String> = (0..16).map(|_| other()).collect();
    let of_another_algorithm = vec![other().replace("{", r#"{"alg":"ES384","#); 20];
    for (service, expected) in [
        (behind(&issuer, &others[1..]), 200),
        (behind(&issuer, &others), 401),
        (behind(&issuer, &of_another_algorithm), 200),
    ] {
        assert_eq!(taken(&service, &issuer, r#"{"alg":"ES256"}"#, "{}").await, expected);
    }
}
