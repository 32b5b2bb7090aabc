//! A client and a server that the build script generated from `library.yaml`, talking to each other.

include!(concat!(env!("OUT_DIR"), "/gatewright.rs"));

use std::error::Error;
use std::sync::{Mutex, MutexGuard, PoisonError};

use apis::library::operations::books::{AddBook, GetBook, ListBooks};
use apis::library::server::Server;
use apis::library::server::books::{AddBookResponse, Books, GetBookResponse, ListBooksResponse};
use apis::library::types::{Book, Shelf};
use apis::library::{Client, PROFILE};
use apis::runtime::{Credentials, Failure, Principal, Request, Serve, StaticTokens};

/// The books that are in.
#[derive(Default)]
struct Shelves(Mutex<Vec<Book>>);

impl Shelves {
    fn books(&self) -> MutexGuard<'_, Vec<Book>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books for Shelves {
    async fn list_books(&self, request: Request<ListBooks>) -> ListBooksResponse {
        let wanted = |book: &&Book| request.shelf.is_none() || book.shelf == request.shelf;
        self.books().iter().filter(wanted).cloned().collect::<Vec<_>>().into()
    }

    async fn add_book(&self, request: Request<AddBook>) -> AddBookResponse {
        let book = request.arguments.body.unwrap_or_default();
        let mut books = self.books();
        if books.iter().any(|known| known.isbn == book.isbn) {
            return AddBookResponse::Conflict(Failure::new("The book is here already."));
        }
        books.push(book.clone());
        book.into()
    }

    async fn get_book(&self, request: Request<GetBook>) -> GetBookResponse {
        match self.books().iter().find(|book| book.isbn == request.isbn) {
            Some(book) => book.clone().into(),
            None => GetBookResponse::NotFound(Failure::new("There is no such book.")),
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let tokens = StaticTokens::new(PROFILE.token_prefixes).token("secret", Principal::superuser("librarian"));
    let service = Server::new().books(Shelves::default()).authenticator(tokens).into_service();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(Serve::new(service).until(listener, std::future::pending()));

    let client = Client::builder(format!("http://{address}/v1"))
        .allow_http_loopback(true)
        .credentials(Credentials::token("secret"))
        .build()?;
    let book = Book::new("9780141439518", "Pride and Prejudice").author("Jane Austen").shelf("fiction");
    let stored = client.books().add(book.clone()).send().await?;
    println!("added {}", stored.title.unwrap_or_default());
    if let Err(refused) = client.books().add(book).send().await {
        println!("again: {refused}");
    }
    for book in client.books().list().shelf(Shelf::Fiction).send().await? {
        println!("on the shelf: {book:?}");
    }
    Ok(())
}
