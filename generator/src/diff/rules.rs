//! The kinds of changes. Each has a page that tells whom it breaks, and why.

use crate::diag::Code;

macro_rules! rules {
    ($($rule:ident $name:literal $page:literal)*) => {
        $(pub(super) static $rule: Code = Code { name: $name, page: $page };)*

        /// All kinds of changes.
        pub static CODES: &[&Code] = &[$(&$rule),*];
    };
}

rules! {
    ADDRESS "diff/address"
    "The base address of the API, or that of one operation, is another one.\n\nOld: `https://a.example.com`; new: `https://b.example.com`. Nothing \
     breaks as long as the old address answers; clients are given their address when they are built."

    OPERATION_REMOVED "diff/operation-removed"
    "An operation is gone.\n\nOld: `DELETE /users/{id}`; new: nothing. Clients that call it fail. Keep it and mark it as \
     deprecated first."

    OPERATION_ADDED "diff/operation-added"
    "There is a new operation.\n\nClients need not call it. Servers of the old API do not have it, so new clients that \
     call it there fail."

    OPERATION_ID "diff/operation-id"
    "An operation has another id.\n\nOld: `operationId: listUsers`; new: `getUsers`. Nothing changes on the wire, but \
     the names in generated code do, so that programs must be edited when they are built against the new document."

    DEPRECATED "diff/deprecated"
    "The new documents advise against something.\n\nNothing breaks; it may be removed later. The other way round, what \
     was deprecated is no longer."

    PARAMETER_REMOVED "diff/parameter-removed"
    "A parameter is gone.\n\nOld: `GET /users?search=`; new: `GET /users`. What clients send has no effect any more. When it was required, old servers refuse new clients, which do not send it."

    PARAMETER_ADDED "diff/parameter-added"
    "There is a new parameter.\n\nWhen it is required, clients that do not know it are refused: make it optional, with a \
     default. An optional one breaks nothing."

    PARAMETER_MOVED "diff/parameter-moved"
    "A parameter travels elsewhere.\n\nOld: `limit` in the query; new: `limit` in a header. Neither side understands the \
     other's."

    PARAMETER_STYLE "diff/parameter-style"
    "The value of a parameter is written in another way.\n\nOld: `?id=1,2`; new: `?id=1&id=2`. Neither side understands \
     lists and objects of the other."

    REQUIRED "diff/now-required"
    "What could be left out must be there now.\n\nIn a request, clients that leave it out are refused. In a response, \
     old servers leave out what new clients count on."

    OPTIONAL "diff/now-optional"
    "What had to be there may be left out now.\n\nIn a response, clients that count on it may not find it. In a request, \
     old servers refuse new clients that leave it out."

    DEFAULT "diff/default"
    "What the server takes when nothing is sent is something else.\n\nOld: `limit` is 200 when absent; new: 20. Clients \
     that leave it out get something else than before."

    BODY_ADDED "diff/body-added"
    "A request takes a body that it did not take.\n\nWhen the body is required, clients that send none are refused."

    BODY_REMOVED "diff/body-removed"
    "A request does not take a body any more.\n\nWhat clients send is not understood. Old servers refuse new clients \
     when they require the body."

    MEDIA_REMOVED "diff/media-type-removed"
    "A body no longer comes in a media type.\n\nClients that send it in that type are refused; those that read it in \
     that type cannot."

    MEDIA_ADDED "diff/media-type-added"
    "A body comes in another media type too.\n\nIn a request, old servers refuse new clients that use it. In a response \
     nothing breaks, because clients say what they accept."

    FIELD_ENCODING "diff/field-encoding"
    "A field of a form travels in another way.\n\nOld: `ids=1,2`; new: `ids=1&ids=2`, or a part in another media type \
     or with another header. Neither side understands lists and objects of the other; a part in a media type that is not \
     listed is refused, and one without a header that is required."

    RESPONSE_REMOVED "diff/response-removed"
    "A status is no longer documented.\n\nWhen it said that all went well, clients wait for something that does not come. \
     Other statuses may come at any time."

    RESPONSE_ADDED "diff/response-added"
    "A status is documented that was not.\n\nNothing breaks: a client must be prepared for any status of the hundred \
     that it knows."

    RESPONSE_BODY_REMOVED "diff/response-body-removed"
    "A response has no body any more.\n\nClients that read it find nothing."

    RESPONSE_BODY_ADDED "diff/response-body-added"
    "A response has a body that it did not have.\n\nOld clients do not read it. Old servers do not send what new clients \
     read."

    HEADER_REMOVED "diff/header-removed"
    "A response does not carry a header any more.\n\nClients that read it find nothing."

    HEADER_ADDED "diff/header-added"
    "A response carries another header.\n\nNothing breaks."

    PAGING "diff/paging"
    "Pages follow each other in another way.\n\nOld: a `Link` header; new: a page number. Clients that go from page to \
     page stop at the first, or fail."

    FIELD_REMOVED "diff/field-removed"
    "An object has a member less.\n\nIn a response, clients that read it find nothing. In a request, what clients send \
     has no effect any more, and is refused where the new object takes no other members; where it was required, old \
     servers refuse new clients."

    FIELD_ADDED "diff/field-added"
    "An object has a member more.\n\nWhen it is required in a request, clients that do not send it are refused. When it \
     is required in a response, old servers do not send what new clients count on. An optional one breaks only a side \
     that takes no other members."

    REST "diff/other-members"
    "An object takes other members than those it names, or a list other items than those of its places; or it no \
     longer does.\n\nOld: `additionalProperties: true`; new: `false`. What was accepted is refused."

    TYPE "diff/type"
    "A value is of another type.\n\nOld: `id` is a number; new: text. A type that takes all values of the old one breaks \
     only who reads it."

    NULLABLE "diff/nullable"
    "A value may be null, or may no longer be.\n\nWho reads it may find null where there was none; who sends null is \
     refused."

    FORMAT "diff/format"
    "Text or a number looks different.\n\nOld: any text; new: `date-time`. A format that is more particular refuses what \
     was accepted; one that is less so lets through what was not."

    CONSTRAINT "diff/constraint"
    "A value must satisfy more, less, or something else.\n\nOld: `maxLength: 100`; new: `maxLength: 50`. Who sends longer \
     text is refused. The other way round, who reads it finds longer text than before."

    CONDITION "diff/condition"
    "A value must satisfy another condition of those that types cannot say, as `not`, `if` or `contains`.\n\nOld: nothing; \
     new: `not: {required: [secret]}`. Who sends what the condition refuses is refused; who reads it finds what it let \
     through.\n\nWhat the condition said before and says now stands in the documents."

    VALUE_REMOVED "diff/enum-value-removed"
    "One of the values that something may have is gone.\n\nClients that send it are refused. In a response, nothing \
     breaks for clients."

    VALUE_ADDED "diff/enum-value-added"
    "There is another value that something may have.\n\nIn a response, clients that know only the old values find one \
     that they do not know. In a request, old servers refuse it."

    CASE_REMOVED "diff/case-removed"
    "One of the types that something may be of is gone.\n\nClients that send it are refused."

    CASE_ADDED "diff/case-added"
    "There is another type that something may be of.\n\nIn a response, clients that know only the old types find one \
     that they do not know. In a request, old servers refuse it."

    TAG "diff/tag"
    "The member that tells the types of a choice apart is another one.\n\nOld: `type`; new: `kind`. Neither side \
     understands the other."

    DEFAULT_CASE "diff/default-case"
    "A value whose tag none of the types of a choice lists, or that has no tag, is of another type, or of none.\n\nOld: \
     `defaultMapping: Cat`; new: `defaultMapping: Dog`, or nothing. Who sends such values is understood in another way or \
     refused; who reads them finds what was not there before."

    SECURITY "diff/security"
    "Other callers are let in.\n\nWhen a caller that was let in is not any more, clients break: they need another \
     permission or another proof. When a caller is let in that was not, old servers refuse it."

    PERMISSION_REMOVED "diff/permission-removed"
    "A permission is no longer listed.\n\nClients that ask for it may be refused when they ask."

    PERMISSION_ADDED "diff/permission-added"
    "There is a new permission.\n\nNothing breaks; operations that need it are listed on their own."

    OFFERINGS "diff/offerings"
    "A permission is sold with other offerings.\n\nClients whose owner has only an offering that no longer contains it \
     lose the permission."
}
